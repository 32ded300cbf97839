import { oneOf } from '../storage/exact.ts'
import { type Explanation, joined, part, type Row, type Rows, type Statement, sql } from '../storage/statement.ts'
import type { Claim, ClaimSource, ClaimState } from './claim.ts'
import type { Lapsed } from './stock-rows.ts'

/**
 * Takes or takes over the one claim on each product, in the order of products. An expired claim is taken over here, in the taker's own statement,
 * so no sweeper is needed for safety; changes no row where somebody else's claim is live, so expect as many rows as claims.
 */
export function takeClaims(
  claims: readonly { product: string; holder: string; owner: string; source?: ClaimSource; price?: bigint }[],
  now: bigint,
  until: bigint,
): Statement {
  const rows = [...claims]
    .sort((left, right) => (left.product < right.product ? -1 : 1))
    .map(
      ({ product, holder, owner, source, price }) =>
        part`(${product}, 'held', ${source ?? 'cart'}, ${holder}, ${owner}, null, cast(${price ?? null} as int8), cast(${now} as int8), cast(${until} as int8))`,
    )
  return sql`
  insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at) values ${joined(rows, ', ')}
  on conflict (product) do update set state = 'held', source = excluded.source, holder = excluded.holder, owner = excluded.owner, attempt_id = null,
    price = excluded.price, taken_at = excluded.taken_at, expires_at = excluded.expires_at
  where claim.expires_at <= excluded.taken_at`
}

/** Gives a cart's hold back; a right that is not the cart's own (a win) stays. */
export const releaseClaim = (product: string, holder: string): Statement => sql`
  delete from claim where product = ${product} and holder = ${holder} and state = 'held' and source = 'cart'`

/** Extends a cart's live hold. */
export const renewClaim = (product: string, holder: string, now: bigint, until: bigint): Statement => sql`
  update claim set expires_at = ${until} where product = ${product} and holder = ${holder} and state = 'held' and source = 'cart' and expires_at > ${now}`

/** A live hold becomes a payment window. */
export const holdToPaying = (product: string, holder: string, attempt: string, now: bigint, until: bigint): Statement => sql`
  update claim set state = 'paying', attempt_id = ${attempt}, expires_at = ${until}
  where product = ${product} and holder = ${holder} and state = 'held' and expires_at > ${now}`

/** A live hold is sold at once: wallet, cash on delivery, nothing due. */
export const holdToSold = (product: string, holder: string, attempt: string, now: bigint): Statement => sql`
  update claim set state = 'sold', attempt_id = ${attempt}, expires_at = null
  where product = ${product} and holder = ${holder} and state = 'held' and expires_at > ${now}`

/** The first to pay: takes a free product straight into a payment window (`until`) or sells it (`until` null). */
export const takeForPayment = (
  claim: { product: string; holder: string; owner: string },
  attempt: string,
  now: bigint,
  until: bigint | null,
): Statement => sql`
  insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at)
  values (${claim.product}, ${until === null ? 'sold' : 'paying'}, 'cart', ${claim.holder}, ${claim.owner}, ${attempt}, null, ${now}, ${until})
  on conflict (product) do update set state = excluded.state, source = excluded.source, holder = excluded.holder, owner = excluded.owner,
    attempt_id = excluded.attempt_id, price = null, taken_at = excluded.taken_at, expires_at = excluded.expires_at
  where claim.expires_at <= excluded.taken_at`

/** The payment came in: sold. A window that lapsed meanwhile is still ours as long as nobody took it over. */
export const payingToSold = (product: string, attempt: string): Statement => sql`
  update claim set state = 'sold', expires_at = null where product = ${product} and attempt_id = ${attempt} and state = 'paying'`

/** The payment failed: the buyer keeps the hold and may try again. */
export const payingToHeld = (product: string, attempt: string, until: bigint): Statement => sql`
  update claim set state = 'held', attempt_id = null, expires_at = ${until} where product = ${product} and attempt_id = ${attempt} and state = 'paying'`

/** A sale is undone: the product is free again. */
export const unsell = (product: string, attempt: string): Statement => sql`
  delete from claim where product = ${product} and attempt_id = ${attempt} and state in ('sold', 'paying')`

/** The claims on several products, live or not. */
export const claimsOn = (products: readonly string[]): Statement => sql`
  select product, state, source, holder, owner, attempt_id, price, expires_at from claim where ${oneOf(part`product`, products)}`

/** What stands in the way of buying: claims, counters and lapsed holds on units of these products in one question (all are keyed by the product). */
export const rightsOn = (products: readonly string[], now: bigint): Statement => sql`
  select product, state, source, holder, owner, price, expires_at, cast(null as text) as on_hand, cast(null as text) as reserved
  from claim where ${oneOf(part`product`, products)}
  union all
  select product, 'stock', '', '', '', cast(null as int8), cast(null as int8), cast(on_hand as text), cast(reserved as text)
  from stock where ${oneOf(part`product`, products)}
  union all
  select product, 'lapsed', '', holder, '', cast(null as int8), expires_at, cast(quantity as text), cast(null as text)
  from stock_hold where ${oneOf(part`product`, products)} and expires_at <= ${now}`

export const readClaim = (row: Row): Claim => ({
  product: String(row.product),
  state: String(row.state) as ClaimState,
  source: String(row.source) as ClaimSource,
  holder: String(row.holder),
  owner: String(row.owner),
  price: row.price as bigint | null,
  expiresAt: row.expires_at as bigint | null,
})

/** The answer of `rightsOn`, taken apart. */
export interface Rights {
  /** By product; one that is absent has none. */
  readonly claims: Map<string, Claim>
  /** Steps of counted products that can be sold: free, or in a hold that has lapsed. */
  readonly available: Map<string, bigint>
  /** Holds on units that are over and not taken back yet. */
  readonly lapsed: Map<string, Lapsed[]>
}

export function readRights(rows: Rows): Rights {
  const claims = new Map<string, Claim>()
  const available = new Map<string, bigint>()
  const lapsed = new Map<string, Lapsed[]>()
  for (const row of rows) {
    const product = String(row.product)
    if (row.state === 'stock')
      available.set(product, BigInt(String(row.on_hand)) - BigInt(String(row.reserved)) + (available.get(product) ?? 0n))
    else if (row.state === 'lapsed') {
      const quantity = BigInt(String(row.on_hand))
      lapsed.set(product, [...(lapsed.get(product) ?? []), { holder: String(row.holder), quantity, expiresAt: row.expires_at as bigint }])
      available.set(product, (available.get(product) ?? 0n) + quantity)
    } else claims.set(product, readClaim(row))
  }
  return { claims, available, lapsed }
}

/** Says after the rollback why a claim could not be had: sold, or taken until when. */
export const explainClaim = (product: string): Explanation => ({
  statement: claimsOn([product]),
  say: (rows) => {
    const row = rows[0]
    if (row?.state === 'sold') return { code: 'item_sold', details: { product } }
    return { code: 'item_taken', details: { product, availableAgainAt: row?.expires_at ?? null } }
  },
})
