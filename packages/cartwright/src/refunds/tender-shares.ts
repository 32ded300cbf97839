import { allocate } from '../money/allocate.ts'
import { smaller } from '../sellers/seller-share.ts'
import type { Row, Rows } from '../storage/statement.ts'

/** A line of an order, and how it was paid for. */
export interface PaidLine {
  readonly id: string
  readonly seller: string
  readonly paid: bigint
  readonly refunded: bigint
  /** What of it the wallet has paid; the rest is the other payment's. */
  readonly wallet: bigint
  readonly restocked: boolean
}

/**
 * Which part of each line each payment has paid: what the wallet gave is split over the lines by what they cost, once and for ever, so refunds line by line,
 * in any order, never take more out of a payment than it brought, and at the end exactly that.
 */
export function paidLines(lines: Rows, payments: Rows): PaidLine[] {
  const ordered = lines.toSorted((left, right) => Number((left.place as bigint) - (right.place as bigint)))
  const shares = allocate(
    (walletPayment(payments)?.amount as bigint | undefined) ?? 0n,
    ordered.map((line) => line.paid as bigint),
  )
  return ordered.map((line, place) => ({
    id: String(line.line_id),
    seller: String(line.seller),
    paid: line.paid as bigint,
    refunded: line.refunded as bigint,
    wallet: shares[place] ?? 0n,
    restocked: line.restocked === 1n,
  }))
}

export const walletPayment = (payments: Rows): Row | undefined => payments.find((payment) => payment.method === 'wallet')
export const otherPayment = (payments: Rows): Row | undefined => payments.find((payment) => payment.method !== 'wallet')

/** How a refund of a part of a line is split: the wallet's share first, because it is there at once. */
export function splitRefund({ refunded, wallet }: PaidLine, amount: bigint): { readonly wallet: bigint; readonly other: bigint } {
  const fromWallet = smaller(refunded + amount, wallet) - smaller(refunded, wallet)
  return { wallet: fromWallet, other: amount - fromWallet }
}
