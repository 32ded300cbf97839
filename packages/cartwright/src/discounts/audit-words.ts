import type { Discount } from './discount.ts'

type Told = Omit<Discount, 'code' | 'uses' | 'usesBefore' | 'version'>

/** A discount in few words, for the record of who made or changed it: what it takes off, and what limits it. */
export function auditWords({
  kind,
  value,
  active,
  startsAt,
  endsAt,
  maxUses,
  maxUsesPerCustomer,
  campaign,
  minOrder,
  maxDiscount,
}: Told): Record<string, string | null> {
  const time = (at: bigint | null): string | null => (at === null ? null : new Date(Number(at)).toISOString())
  const all = {
    kind,
    value,
    active,
    startsAt: time(startsAt),
    endsAt: time(endsAt),
    maxUses,
    maxUsesPerCustomer,
    campaign,
    minOrder,
    maxDiscount,
  }
  return Object.fromEntries(Object.entries(all).flatMap(([name, said]) => (said === null ? [] : [[name, String(said)]])))
}

/** Only what a change has changed of it, before and after. */
export function auditChange(
  before: Discount,
  after: Discount,
): { before: Record<string, string | null>; after: Record<string, string | null> } {
  const [was, is] = [auditWords(before), auditWords(after)]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => was[name] !== is[name])
  const only = (words: Record<string, string | null>) => Object.fromEntries(names.map((name) => [name, words[name] ?? null]))
  return { before: only(was), after: only(is) }
}
