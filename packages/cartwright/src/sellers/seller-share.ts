import { allocate } from '../money/allocate.ts'
import { sum } from '../money/rounding.ts'
import type { FrozenLine } from '../orders/frozen-quote.ts'
import type { Proceeds } from './proceeds-rows.ts'

/** The smaller one of two amounts. */
export const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right)

/** What the shop keeps of what is left of a seller's money: rounded down, once, so it never depends on how many refunds there were. */
export const commissionLeft = ({ amount, commission }: Pick<Proceeds, 'amount' | 'commission'>, refunded: bigint): bigint =>
  amount === 0n ? 0n : (commission * (amount - refunded)) / amount

/** What the seller has for himself, with so much of it given back. */
export const netOf = (proceeds: Pick<Proceeds, 'amount' | 'commission'>, refunded: bigint): bigint =>
  proceeds.amount - refunded - commissionLeft(proceeds, refunded)

/** Each line's part of a seller's money: its goods, and its part of the shipping where that is the seller's. The parts sum to the amount. */
export function partsOf(amount: bigint, lines: readonly FrozenLine[]): ReadonlyMap<string, bigint> {
  const shipping = amount - sum(lines.map(({ goods }) => goods))
  const shares = allocate(
    shipping,
    lines.map((line) => line.shipping),
  )
  return new Map(lines.map(({ id, goods }, place) => [id, goods + (shares[place] ?? 0n)]))
}

/** How much of a line's part the seller has given back when so much of what was paid for the line is. At the end it is the whole part. */
export const givenBack = (part: bigint, paid: bigint, refunded: bigint): bigint => (paid === 0n ? 0n : (part * refunded) / paid)
