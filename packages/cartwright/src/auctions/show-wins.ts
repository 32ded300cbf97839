import { claimsOn, readClaim } from '../claims/claim-rows.ts'
import { type Context, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { choiceOf, type ListPage, type ListRequest, limitOf, listPage, type Place, placeOf } from '../list-page.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { readWin, type StoredWin, viewWin, type WinView, winPlace } from './win.ts'
import { rightsAfter, rightsBefore, winOf, winsOfUser } from './win-rows.ts'

/** A right as staff see it. */
export interface RightView extends WinView {
  /** User id. */
  readonly winner: string
  /** When it began, milliseconds since 1970 (UTC). */
  readonly madeAt: bigint
}

export interface RightPage extends ListRequest<'newest' | '-newest'> {
  /** As it is stored: `won` ones may be paid by now, or past their time. */
  readonly state?: StoredWin['state']
  /** Of one auction. */
  readonly lot?: string
  /** Of one user, by his id. */
  readonly winner?: string
}

const STATES: readonly [StoredWin['state'], ...StoredWin['state'][]] = ['won', 'offered', 'declined', 'lapsed', 'revoked', 'transferred']
const SORTS = ['newest', '-newest'] as const
/** Later than any right begins, and earlier. */
const NEWEST: Place = [9_000_000_000_000_000n, '~']
const OLDEST: Place = [-1n, '']

/**
 * Rights of all users, the newest first (`sort: '-newest'`: the oldest), each with what became of it as of now. Refuses with `invalid_input` a state, a sort, a
 * limit or a cursor that is none.
 *
 * @example
 * const { items } = await shop.auctions.rights({ state: 'offered' })
 */
export async function listRights(context: Context, search: RightPage = {}): Promise<ListPage<RightView>> {
  const limit = limitOf(search)
  const { state, lot = null, winner } = search
  const filter = {
    state: state === undefined ? null : choiceOf(state, STATES, 'state'),
    lot,
    owner: winner === undefined ? null : `user:${userIdOf(winner)}`,
  }
  const isNewest = choiceOf(search.sort, SORTS, 'sort') === 'newest'
  const place = placeOf(search, ['bigint', 'string']) ?? (isNewest ? NEWEST : OLDEST)
  const [rows = []] = await context.db.read((isNewest ? rightsBefore : rightsAfter)(filter, place, BigInt(limit) + 1n))
  const keys = [...new Set(rows.map((row) => String(row.product)))]
  const [claims = []] = keys.length === 0 ? [] : await context.db.read(claimsOn(keys))
  const byProduct = new Map(claims.map((row) => [String(row.product), readClaim(row)]))
  const now = context.clock()
  const rightOf = (row: Row): RightView => {
    const win = readWin(row)
    return { ...viewWin(win, byProduct.get(win.product), now), winner: win.userId, madeAt: row.made_at as bigint }
  }
  return listPage(rows, limit, rightOf, (row) => [row.made_at as bigint, String(row.id)])
}

const MOST = 200n

/**
 * The rights a user has, had or was offered, newest first, 200 at most, each with what became of it as of now.
 *
 * @example
 * const unpaid = (await shop.auctions.wins('ana')).filter((win) => win.state === 'won')
 */
export async function winsOf(context: Context, userId: string): Promise<readonly WinView[]> {
  const [rows = []] = await context.db.read(winsOfUser(`user:${userIdOf(userId)}`, MOST))
  if (rows.length === 0) return []
  const wins = rows.map(readWin)
  const [claims = []] = await context.db.read(claimsOn([...new Set(wins.map(({ product }) => product))]))
  const byProduct = new Map(claims.map((row) => [String(row.product), readClaim(row)]))
  return wins.map((win) => viewWin(win, byProduct.get(win.product), context.clock()))
}

/** The right behind a public id; refuses with `not_found`. */
export async function loadWin(context: Context, id: string): Promise<StoredWin> {
  const place = winPlace(id)
  const [rows] = await context.db.read(winOf(place.product, place.id))
  const row = firstOf(rows)
  if (row === null) throw new ShopError('not_found')
  return readWin(row)
}

/** A right as it is now, with whose it is: for staff. */
export async function showRight(context: Context, id: string): Promise<WinView & Pick<RightView, 'winner'>> {
  const [win, { userId: winner }] = await Promise.all([showNow(context, id), loadWin(context, id)])
  return { ...win, winner }
}

/** A right as it is now. */
export async function showNow(context: Context, id: string): Promise<WinView> {
  const win = await loadWin(context, id)
  const [claims = []] = await context.db.read(claimsOn([win.product]))
  return viewWin(win, claims.map(readClaim)[0], context.clock())
}
