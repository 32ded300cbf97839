import { claimsOn, readClaim } from '../claims/claim-rows.ts'
import { type Context, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { firstOf } from '../storage/database.ts'
import { readWin, type StoredWin, viewWin, type WinView, winPlace } from './win.ts'
import { winOf, winsOfUser } from './win-rows.ts'

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

/** A right as it is now. */
export async function showNow(context: Context, id: string): Promise<WinView> {
  const win = await loadWin(context, id)
  const [claims = []] = await context.db.read(claimsOn([win.product]))
  return viewWin(win, claims.map(readClaim)[0], context.clock())
}
