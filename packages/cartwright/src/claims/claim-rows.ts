import type { Place as ListPlace } from '../list-page.ts'
import { oneOf } from '../storage/exact.ts'
import { type Explanation, type Fragment, joined, part, type Row, type Rows, type Statement, sql } from '../storage/statement.ts'
import { type Claim, type ClaimSource, type ClaimState, isAuctioned } from './claim.ts'
import type { Place } from './queue.ts'
import { leaveUpTo } from './queue-rows.ts'
import type { Lapsed } from './stock-rows.ts'

/** Who is to have a claim. */
export interface Taker {
  readonly product: string
  readonly holder: string
  readonly owner: string
  readonly source?: ClaimSource
  readonly price?: bigint | null
}

/** How often one owner may take the same product again, and how long he then leaves it to others. */
export interface CoolDown {
  readonly retakes: number
  readonly coolDown: bigint
}
const NO_COOL_DOWN: CoolDown = { retakes: Number.MAX_SAFE_INTEGER, coolDown: 0n }

/**
 * Takes or takes over the one claim on each product, in the order of products. An expired claim is taken over here, in the taker's own statement,
 * so no sweeper is needed for safety; changes no row where somebody else's claim is live, where others wait (see `takeInTurn`), or where the same owner
 * took it too often in a row, so expect as many rows as claims.
 */
export function takeClaims(
  claims: readonly Taker[],
  now: bigint,
  until: bigint,
  { retakes, coolDown }: CoolDown = NO_COOL_DOWN,
): Statement {
  const rows = [...claims]
    .sort((left, right) => (left.product < right.product ? -1 : 1))
    .map(
      ({ product, holder, owner, source, price }) =>
        part`(${product}, 'held', ${source ?? 'cart'}, ${holder}, ${owner}, null, cast(${price ?? null} as int8), cast(${now} as int8), cast(${until} as int8), 0, 1)`,
    )
  return sql`
  insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at, waiters, takes) values ${joined(rows, ', ')}
  on conflict (product) do update set state = 'held', source = excluded.source, holder = excluded.holder, owner = excluded.owner, attempt_id = null,
    price = excluded.price, taken_at = excluded.taken_at, expires_at = excluded.expires_at,
    takes = case when claim.owner = excluded.owner and claim.expires_at + ${coolDown} > excluded.taken_at then claim.takes + 1 else 1 end
  where (claim.state = 'free' or claim.expires_at <= excluded.taken_at) and claim.waiters = 0
    and (claim.owner <> excluded.owner or claim.takes <= ${BigInt(retakes)} or claim.expires_at + ${coolDown} <= excluded.taken_at)`
}

/** More than any line has. */
const MANY = 1_000_000n

/** What a claim is to become, in the hands of whoever has it next. */
interface Taking {
  readonly taker: Taker
  /** Of a payment; null for a hold. */
  readonly attempt: string | null
  /** Null: it is sold. */
  readonly until: bigint | null
}

/**
 * Takes over a claim exactly as it was read, where others wait for it: the taker and all whose turns are over leave the line, and nothing of it may have
 * moved. Two statements, the claim first.
 */
export function takeInTurn(
  seen: Claim,
  { taker, attempt, until }: Taking,
  leaving: readonly Place[],
  now: bigint,
  { coolDown }: Pick<CoolDown, 'coolDown'>,
): Statement[] {
  const state = until === null ? 'sold' : attempt === null ? 'held' : 'paying'
  // Who takes what is nobody's turn any more has seen the whole line; behind one's own place others may come and go.
  const most = leaving.at(-1)?.owner === taker.owner ? MANY : seen.waiters
  const again = seen.owner === taker.owner && (seen.expiresAt ?? 0n) + coolDown > now
  const claim = sql`
    update claim set state = ${state}, source = ${taker.source ?? 'cart'}, holder = ${taker.holder}, owner = ${taker.owner}, attempt_id = ${attempt},
      price = ${taker.price ?? null}, taken_at = ${now}, expires_at = ${until}, waiters = waiters - ${BigInt(leaving.length)},
      takes = ${again ? seen.takes + 1n : 1n}
    where product = ${taker.product} and ${asSeen(seen)} and waiters <= ${most}`
  return [claim.orReread(), ...leaveSteps(taker.product, leaving)]
}

/** A right as it was read. Who joins or leaves behind it changes nothing of that. */
const asSeen = ({ state, holder, expiresAt }: Claim): Fragment =>
  part`state = ${state} and holder = ${holder} and coalesce(expires_at, -1) = ${expiresAt ?? -1n}`

const leaveSteps = (product: string, leaving: readonly Place[]): Statement[] => {
  const last = leaving.at(-1)
  return last === undefined ? [] : [leaveUpTo(product, last.id).expect(BigInt(leaving.length)).orReread()]
}

/**
 * Moves a line whose turns pass, exactly as it was read: these leave it, and the turn of the next begins at `startsAt`. A hold that has run out is free from
 * then on; a payment that has lasted too long keeps its attempt, because the money may still come.
 */
export function moveQueue(seen: Claim, leaving: readonly Place[], startsAt: bigint): Statement[] {
  const ended = seen.state === 'held'
  const claim = sql`
    update claim set state = ${ended ? 'free' : seen.state}, source = ${ended ? 'cart' : seen.source}, holder = ${ended ? '' : seen.holder},
      price = ${ended ? null : seen.price}, expires_at = ${startsAt}, waiters = waiters - ${BigInt(leaving.length)}
    where product = ${seen.product} and ${asSeen(seen)}`
  return [claim.orReread(), ...leaveSteps(seen.product, leaving), forgetFree(seen.product)]
}

/** One more waits for a claim as it was read, unless there are that many already. The next place is his: see `takeLastPlace`. */
export const countIn = (seen: Claim, most: number): Statement => sql`
  update claim set waiters = waiters + 1, places = places + 1 where product = ${seen.product} and ${asSeen(seen)} and waiters < ${BigInt(most)}`

/** So many fewer wait for a claim as it was read. Of a sale too: should it be undone, they are next. */
export const countOut = (seen: Claim, by: bigint): Statement => sql`
  update claim set waiters = waiters - ${by} where product = ${seen.product} and ${asSeen(seen)} and waiters >= ${by}`

/**
 * Gives a cart's hold back; a right that is not the cart's own (a win) stays. Two statements, whose first takes the row: who waits then has his turn from
 * now on (or from when the hold had run out), and where nobody does the row goes. A wait that begins or ends meanwhile comes before both or after them.
 */
export const releaseClaim = (product: string, holder: string, now: bigint): Statement[] => [
  freeHold(product, holder, now),
  forgetFree(product),
]

const freeHold = (product: string, holder: string, now: bigint): Statement => sql`
  update claim set state = 'free', holder = '', owner = '', expires_at = case when expires_at <= ${now} then expires_at else ${now} end
  where product = ${product} and holder = ${holder} and state = 'held' and source = 'cart'`

/** Ends a right that is in nobody's payment, exactly as it was read; what follows is that of `releaseClaim`. */
export const endRight = (seen: Claim, now: bigint): Statement[] => [
  sql`
    update claim set state = 'free', source = 'cart', holder = '', owner = '', price = null, expires_at = ${now}
    where product = ${seen.product} and state = 'held' and ${asSeen(seen)}`.orReread(),
  forgetFree(seen.product),
]

/** Removes the row of a product that nobody has, had lately or waits for. */
export const forgetFree = (product: string): Statement => sql`
  delete from claim where product = ${product} and state = 'free' and owner = '' and waiters = 0`

/** Extends a cart's live hold. */
export const renewClaim = (product: string, holder: string, now: bigint, until: bigint): Statement => sql`
  update claim set expires_at = ${until} where product = ${product} and holder = ${holder} and state = 'held' and source = 'cart' and expires_at > ${now}`

/** A live hold becomes a payment window; a right that was won or reserved lasts as long as it did in any case. */
export const holdToPaying = (product: string, holder: string, attempt: string, now: bigint, until: bigint): Statement => sql`
  update claim set state = 'paying', attempt_id = ${attempt},
    expires_at = case when source <> 'cart' and expires_at > ${until} then expires_at else ${until} end
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
  insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at, waiters, takes)
  values (${claim.product}, ${until === null ? 'sold' : 'paying'}, 'cart', ${claim.holder}, ${claim.owner}, ${attempt}, null, ${now}, ${until}, 0, 1)
  on conflict (product) do update set state = excluded.state, source = excluded.source, holder = excluded.holder, owner = excluded.owner,
    attempt_id = excluded.attempt_id, price = null, taken_at = excluded.taken_at, expires_at = excluded.expires_at,
    takes = case when claim.owner = excluded.owner then claim.takes + 1 else 1 end
  where (claim.state = 'free' or claim.expires_at <= excluded.taken_at) and claim.waiters = 0`

/** The payment came in: sold. A window that lapsed meanwhile is still ours as long as nobody took it over. */
export const payingToSold = (product: string, attempt: string): Statement => sql`
  update claim set state = 'sold', expires_at = null where product = ${product} and attempt_id = ${attempt} and state = 'paying'`

/** The payment failed: the buyer keeps the hold and may try again. */
export const payingToHeld = (product: string, attempt: string, until: bigint): Statement => sql`
  update claim set state = 'held', attempt_id = null, expires_at = ${until} where product = ${product} and attempt_id = ${attempt} and state = 'paying'`

/** A sale is undone: the product is free again, and the first who waits for it has his turn. Two statements, as for `releaseClaim`. */
export const unsell = (product: string, attempt: string, now: bigint): Statement[] => [
  sql`
    update claim set state = 'free', source = 'cart', holder = '', owner = '', attempt_id = null, price = null, expires_at = ${now}
    where product = ${product} and attempt_id = ${attempt} and state in ('sold', 'paying')`,
  forgetFree(product),
]

/** The claims on several products, live or not. */
export const claimsOn = (products: readonly string[]): Statement => sql`
  select product, state, source, holder, owner, attempt_id, price, expires_at, waiters, takes from claim where ${oneOf(part`product`, products)}`

/** What stands in the way of buying: claims, counters and lapsed holds on units of these products in one question (all are keyed by the product). */
export const rightsOn = (products: readonly string[], now: bigint): Statement => sql`
  select product, state, source, holder, owner, price, expires_at, waiters, takes, cast(null as text) as on_hand, cast(null as text) as reserved
  from claim where ${oneOf(part`product`, products)}
  union all
  select product, 'stock', '', '', '', cast(null as int8), cast(null as int8), cast(0 as int8), cast(0 as int8), cast(on_hand as text), cast(reserved as text)
  from stock where ${oneOf(part`product`, products)}
  union all
  select product, 'lapsed', '', holder, '', cast(null as int8), expires_at, cast(0 as int8), cast(0 as int8), cast(quantity as text), cast(null as text)
  from stock_hold where ${oneOf(part`product`, products)} and expires_at <= ${now}`

export const readClaim = (row: Row): Claim => ({
  product: String(row.product),
  state: String(row.state) as ClaimState,
  source: String(row.source) as ClaimSource,
  holder: String(row.holder),
  owner: String(row.owner),
  price: row.price as bigint | null,
  expiresAt: row.expires_at as bigint | null,
  waiters: row.waiters as bigint,
  takes: row.takes as bigint,
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

/** Says after the rollback why a claim could not be had: sold, or taken until when. `turn`: how long each has who waits for it. */
export const explainClaim = (product: string, turn = 0n): Explanation => ({
  statement: claimsOn([product]),
  say: (rows) => {
    const claim = rows[0] === undefined ? null : readClaim(rows[0])
    if (claim?.state === 'sold') return { code: 'item_sold', details: { product } }
    const end = claim === null || isAuctioned(claim) ? null : claim.expiresAt
    return { code: 'item_taken', details: { product, availableAgainAt: end === null ? null : end + (claim?.waiters ?? 0n) * turn } }
  },
})

/** Rights in force, by their end: a list for staff, read along one index. What is sold has no end, so it is never met. */
export const claimsUntil = (
  filter: { readonly state: string | null; readonly owner: string | null; readonly product: string | null },
  {
    now,
    falling,
    after,
    limit,
  }: { readonly now: bigint; readonly falling: boolean; readonly after: ListPlace | null; readonly limit: bigint },
): Statement => {
  const [at = 0n, id = ''] = after ?? []
  // The later of two bounds alone: with both, a database may begin at the earlier one and walk to the other.
  const isAhead = after !== null && typeof at === 'bigint' && at >= now
  const alive = isAhead && !falling ? part`(expires_at, product) > (${at}, ${id})` : part`expires_at > ${now}`
  const rest = after !== null && falling ? part`and (expires_at, product) < (${at}, ${id})` : part``
  return sql`
  select product, state, source, owner, price, taken_at, expires_at, waiters from claim
  where ${alive} and expires_at is not null and state in ('held', 'paying') ${rest} ${filter.state === null ? part`` : part`and state = ${filter.state}`}
    ${filter.owner === null ? part`` : part`and owner = ${filter.owner}`} ${filter.product === null ? part`` : part`and product = ${filter.product}`}
  order by expires_at ${falling ? part`desc` : part`asc`}, product ${falling ? part`desc` : part`asc`} limit ${limit}`
}
