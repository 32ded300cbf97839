import { isStorable } from './check-input.ts'
import type { Actor } from './context.ts'
import { ShopError } from './errors.ts'
import type { ShopSettings } from './options.ts'

type Settings = Pick<ShopSettings, 'sellers'>

/** Longest id of a user. */
const LONGEST_USER = 255

/**
 * The user who is this seller: his wallet gets the money, and he may do what the seller may. Null: nobody, the goods are the shop's own. A plug-in
 * (`sellers.account`) that throws, or answers anything but a user's id or null, is the refusal `plugin_failed`.
 */
export function userOfSeller({ sellers }: Settings, seller: string): string | null {
  if (seller === '') return null
  if (sellers === null) return seller
  const user = answerOf(() => sellers.account(seller))
  if (user === null) return null
  // Nobody waits for a promise: what it fails with later must not end the process.
  if (user instanceof Promise) user.catch(() => undefined)
  if (typeof user !== 'string' || user === '' || user.length > LONGEST_USER || !isStorable(user))
    throw failed('must answer the id of a user, or null')
  return user
}

function answerOf(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    throw failed(error instanceof Error ? error.message : 'threw no error', error)
  }
}

const failed = (reason: string, cause?: unknown): ShopError =>
  new ShopError('plugin_failed', { plugin: 'sellers.account', reason }, cause === undefined ? {} : { cause })

/** Whether what this seller offers is the user's own: he is the seller, or his wallet gets the money. Nobody buys from himself by either name. */
export const isOwn = (settings: Settings, seller: string | undefined, userId: string): boolean =>
  seller !== undefined && seller !== '' && (seller === userId || userOfSeller(settings, seller) === userId)

/** Whether somebody may do what this seller may: staff with everything, a seller with his own. */
export const isSellerOf = ({ options }: { readonly options: Settings }, seller: string, { id, role }: Actor): boolean =>
  role === 'staff' || role === 'system' || (role === 'seller' && seller !== '' && userOfSeller(options, seller) === id)

/** What is somebody else's is as if it were not there. Refuses with `not_found`. */
export function checkSeller(
  context: { readonly options: Settings },
  seller: string,
  by: Actor,
  details: Readonly<Record<string, unknown>> = {},
): void {
  if (!isSellerOf(context, seller, by)) throw new ShopError('not_found', details)
}
