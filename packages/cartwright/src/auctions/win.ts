import { type ProductRef, productRef } from '../catalog/product.ts'
import { isStorable } from '../check-input.ts'
import type { Claim } from '../claims/claim.ts'
import { ShopError } from '../errors.ts'
import type { Row } from '../storage/statement.ts'

/**
 * What became of an exclusive right. `offered`: the next bidder may accept it. `paid`: the thing is sold to him. `lapsed`: the time is over.
 * `declined`: he did not want it. `revoked`, `transferred`: seller or staff took it back or gave it to somebody else.
 */
export type WinState = 'won' | 'offered' | 'paid' | 'declined' | 'lapsed' | 'revoked' | 'transferred'

/** An exclusive right to buy one thing, as its owner sees it. */
export interface WinView {
  /** Opaque, and fit for a URL. */
  readonly id: string
  readonly product: ProductRef
  /** Minor units. */
  readonly price: bigint
  readonly currency: string
  /** Milliseconds; half-open: at this moment the right is over. */
  readonly payBy: bigint
  readonly state: WinState
  /** The auction it comes from; null for one that was awarded by the app. */
  readonly lot: string | null
}

/** A right as it is stored. Its id is the holder of the claim and the id of the cart's line. */
export interface StoredWin {
  readonly product: string
  readonly id: string
  readonly lot: string | null
  /** User id. */
  readonly userId: string
  readonly price: bigint
  readonly currency: string
  readonly state: Exclude<WinState, 'paid'>
  readonly payBy: bigint
  readonly reminders: number
  /** Whether its line was put into the winner's cart. */
  readonly shown: boolean
  /** Whether it is the one right on the product. */
  readonly live: boolean
}

export const readWin = (row: Row): StoredWin => ({
  product: String(row.product),
  id: String(row.id),
  lot: row.lot_id as string | null,
  userId: String(row.owner).slice('user:'.length),
  price: row.price as bigint,
  currency: String(row.currency),
  state: String(row.state) as StoredWin['state'],
  payBy: row.pay_by as bigint,
  reminders: Number(row.reminders),
  shown: row.shown === 1n,
  live: row.ended_at === null,
})

/** The public id: it leads to the product, which is where a right is found. */
export const winId = ({ product, id }: Pick<StoredWin, 'product' | 'id'>): string => `${Buffer.from(product).toString('base64url')}.${id}`

/** Takes a public id apart; refuses with `not_found` what is none. */
export function winPlace(text: string): { readonly product: string; readonly id: string } {
  const [, encoded, id] = /^([\w-]{1,2000})\.([\w-]{1,100})$/.exec(String(text)) ?? []
  const product = Buffer.from(encoded ?? '', 'base64url').toString('utf8')
  if (id === undefined || !isStorable(product)) throw new ShopError('not_found')
  return { product, id }
}

/** What a claim says of a right. */
type Standing = Pick<Claim, 'holder' | 'state'>

/**
 * The state now, whether or not anybody has tidied: a right past its time is over unless a payment is under way, and one whose thing was sold to its
 * owner is paid.
 */
export function winState(win: StoredWin, claim: Standing | undefined, now: bigint): WinState {
  if (!win.live) return win.state
  if (claim === undefined || claim.holder !== win.id) return 'lapsed'
  if (claim.state === 'sold') return 'paid'
  return claim.state === 'paying' || now < win.payBy ? win.state : 'lapsed'
}

export const viewWin = (win: StoredWin, claim: Standing | undefined, now: bigint): WinView => ({
  id: winId(win),
  product: productRef(win.product) ?? { type: '', id: win.product },
  price: win.price,
  currency: win.currency,
  payBy: win.payBy,
  state: winState(win, claim, now),
  lot: win.lot,
})
