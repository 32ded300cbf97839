import type { HoldPolicies, HoldPolicy, ShopSettings } from '../options.ts'

/** The policy of a product, by its key and its seller's id: its seller's over its type's over the shop's. */
export function holdPolicy({ holds }: Pick<ShopSettings, 'holds'>, product: string, seller: string | undefined): HoldPolicy {
  const { policy } = holds
  if (typeof policy === 'string') return policy
  const type = product.slice(0, product.indexOf(':'))
  return ownOf(policy.sellers, seller) ?? ownOf(policy.types, type) ?? policy.default ?? 'hard'
}

const ownOf = (policies: Readonly<Record<string, HoldPolicy>> | undefined, name: string | undefined): HoldPolicy | undefined =>
  policies !== undefined && name !== undefined && Object.hasOwn(policies, name) ? policies[name] : undefined

const POLICIES = ['hard', 'soft', 'at-checkout']

/** Refuses what is no policy when the shop is made; throws `RangeError` with one clear line. */
export function checkHoldPolicies(policy: HoldPolicy | HoldPolicies, types: readonly string[]): void {
  if (typeof policy === 'string') {
    check('holds.policy', policy)
    return
  }
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy))
    throw new RangeError(`holds.policy must be one of ${POLICIES.join(', ')}, or an object of them`)
  for (const [field, value] of Object.entries(policy)) {
    if (field === 'default') check('holds.policy.default', value)
    else if (field === 'types' || field === 'sellers') checkAll(`holds.policy.${field}`, value)
    else throw new RangeError(`holds.policy.${field}: there is no such setting; there are default, types, sellers`)
  }
  for (const type of Object.keys(policy.types ?? {}))
    if (types.length > 0 && !types.includes(type)) throw new RangeError(`holds.policy.types: there is no product type ${type}`)
}

function check(name: string, value: unknown): void {
  if (!POLICIES.includes(value as string)) throw new RangeError(`${name} is none of ${POLICIES.join(', ')}`)
}

function checkAll(name: string, policies: unknown): void {
  if (typeof policies !== 'object' || policies === null || Array.isArray(policies)) throw new RangeError(`${name} must be an object`)
  for (const [field, value] of Object.entries(policies)) check(`${name}.${field}`, value)
}
