import { sum } from '../money/rounding.ts'
import { thaw } from '../orders/frozen-quote.ts'
import { escrowAccount } from '../payments/wallet-rows.ts'
import { givenBack, partsOf } from '../sellers/seller-share.ts'
import type { Row, Rows } from '../storage/statement.ts'
import { amount, type Found, grouped, teller, text, total } from './look.ts'
import { said } from './sentences.ts'

/** What belongs to an order's money, each by the order's id, refund lines by the refund's. */
export interface Money {
  readonly lines: (order: unknown) => Rows
  readonly payments: (order: unknown) => Rows
  readonly refunds: (order: unknown) => Rows
  readonly refundLines: (refund: unknown) => Rows
  readonly proceeds: (order: unknown) => Rows
  readonly transfers: (order: unknown) => Rows
}

const tell = teller('placed_order', 'cart_id', 'id')

/** What came in for an order is there until it is given back or given on; what was given back sums to the cent, by line and by the way it was paid. */
export const judgeMoney = (order: Row, attempt: Row, money: Money): Found[] => [
  ...judgeEscrow(order, attempt, money),
  ...judgeRefunds(order, attempt, money),
]

/**
 * What is in escrow: what the wallet has paid, less what went back into it and what sellers have got. What a card or cash has paid is not in the ledger, so
 * what sellers get of that leaves less than nothing.
 */
function judgeEscrow(order: Row, attempt: Row, { transfers, refunds, proceeds }: Money): Found[] {
  const { id } = order
  const moved = transfers(id)
  const kept = balanceOf(moved, escrowAccount(text(order, 'id')))
  const given = new Set(moved.map((one) => text(one, 'id')))
  const back = (method: string) =>
    total(
      refunds(id).filter((refund) => refund.method === method && given.has(`refund:${refund.id}`)),
      'amount',
    )
  const released = proceeds(id).filter((one) => one.state === 'released')
  const wallet = attempt.state === 'paid' ? amount(attempt, 'wallet_amount') - back('wallet') : 0n
  const due = wallet - back('cod') - (total(released, 'amount') - total(released, 'refunded'))
  return tell(kept !== due, order, 'P7', said('the ledger keeps $1 for order $2, not $3', kept, id, due), { table: 'transfer' })
}

/** What transfers leave in an account. */
export const balanceOf = (transfers: Rows, account: string): bigint =>
  transfers.reduce(
    (sum, one) =>
      sum + (one.to_account === account ? amount(one, 'amount') : 0n) - (one.from_account === account ? amount(one, 'amount') : 0n),
    0n,
  )

function judgeRefunds(order: Row, attempt: Row, money: Money): Found[] {
  const { id } = order
  const { lines, payments, refunds, refundLines, transfers } = money
  const given = refunds(id)
  const byLine = grouped(
    given.flatMap((refund) => refundLines(refund.id)),
    'line_id',
  )
  const moved = new Map(transfers(id).map((one) => [text(one, 'id'), one]))
  const naming = (table: string, row: Row, column: string) => ({ table, id: text(row, column) })
  return [
    ...given.flatMap((refund) => {
      const sum = total(refundLines(refund.id), 'amount')
      const credit = moved.get(`refund:${refund.id}`)
      const missing = refund.method === 'wallet' && credit === undefined
      const other = credit !== undefined && credit.amount !== refund.amount
      const named = naming('refund', refund, 'id')
      return [
        ...tell(
          refund.state === 'due' && ['wallet', 'none'].includes(text(refund, 'method')),
          order,
          'P7',
          said('refund $1 is due, and nobody makes one by $2', refund.id, refund.method),
          named,
        ),
        ...tell(sum !== refund.amount, order, 'P7', said('refund $1 is over $2, its lines over $3', refund.id, refund.amount, sum), named),
        ...tell(
          missing || other,
          order,
          'P7',
          said('refund $1 is over $2, the wallet has got $3', refund.id, refund.amount, amount(credit, 'amount')),
          named,
        ),
      ]
    }),
    ...lines(id).flatMap((line) => {
      const sum = total(byLine(line.line_id), 'amount')
      const says = said('line $1 of order $2 counts $3 refunded, its refunds have $4', line.line_id, id, line.refunded, sum)
      return tell(line.refunded !== sum, order, 'P7', says, naming('order_line', line, 'line_id'))
    }),
    ...payments(id).flatMap((payment) => {
      const own = given.filter((refund) => (refund.method === 'wallet') === (payment.method === 'wallet'))
      const sum = total(own, 'amount')
      const says = said('the $1 payment of order $2 counts $3 refunded, its refunds have $4', payment.method, id, payment.refunded, sum)
      const named = naming('payment', payment, 'id')
      // An order that was cancelled before refunds were kept has none.
      const kept = attempt.state !== 'refunded' || given.length > 0
      const whole = payment.refunded === payment.amount
      return [
        ...tell(payment.refunded !== sum, order, 'P7', says, named),
        ...tell(
          payment.state === 'refunded' && !whole && kept,
          order,
          'P7',
          said('the $1 payment of order $2 is refunded, and $3 of $4 is', payment.method, id, payment.refunded, payment.amount),
          named,
        ),
      ]
    }),
    ...judgeProceeds(order, attempt, money),
  ]
}

/**
 * A seller is owed what his lines say, less what was refunded of them. Who has got his money has got it from the ledger, once; what he has not got, nobody has
 * moved.
 */
function judgeProceeds(order: Row, attempt: Row, { proceeds, refunds, transfers, lines }: Money): Found[] {
  const { id } = order
  const ids = new Set(transfers(id).map((one) => text(one, 'id')))
  const { lines: quoted, owners } = thaw(text(order, 'quote'))
  const frozen = Map.groupBy(quoted, ({ seller }) => seller)
  const known = new Map(proceeds(id).map((one) => [text(one, 'seller'), one]))
  // What came too late and went back at once was never owed to anybody.
  const isOwed = attempt.state === 'paid' || (attempt.state === 'refunded' && refunds(id).length > 0)
  const missing = [...owners].filter(([seller, owner]) => owner !== null && isOwed && known.get(seller)?.owner !== owner)
  const unpaid = missing.flatMap(([seller, owner]) =>
    tell(true, order, 'P7', said('nothing of order $1 is owed to $2 for what $3 has sold', id, owner, seller), {
      table: 'proceeds',
      id: `${id} ${seller}`,
    }),
  )
  const each = proceeds(id).flatMap((one) => {
    const own = lines(id).filter((line) => line.seller === one.seller)
    const his = frozen.get(text(one, 'seller')) ?? []
    const goods = sum(his.map((line) => line.goods))
    // Whether the shipping is his may have been settled otherwise by now.
    const owed = [goods, goods + sum(his.map((line) => line.shipping))]
    const isRight = owed.includes(amount(one, 'amount'))
    const parts = isRight ? partsOf(amount(one, 'amount'), his) : new Map<string, bigint>()
    const lost = sum(own.map((line) => givenBack(parts.get(text(line, 'line_id')) ?? 0n, amount(line, 'paid'), amount(line, 'refunded'))))
    const sold = ids.has(`sale:${id}:${one.seller}`)
    const nothing = amount(one, 'amount') === amount(one, 'refunded')
    const named = { table: 'proceeds', id: `${id} ${one.seller}` }
    const whole = own.every((line) => line.refunded === line.paid)
    return [
      ...tell(!isRight, order, 'P7', said('$1 is owed $2 of order $3, his lines come to $4', one.seller, one.amount, id, goods), named),
      ...tell(
        isRight && one.refunded !== lost,
        order,
        'P7',
        said('$1 has $2 less of order $3, $4 of his lines was refunded', one.seller, one.refunded, id, lost),
        named,
      ),
      ...tell(
        one.state === 'released' && !sold && !nothing,
        order,
        'P7',
        said('$1 has got the money of order $2, the ledger has not moved it', one.seller, id),
        named,
      ),
      ...tell(
        one.state === 'waiting' && sold,
        order,
        'P7',
        said('$1 still waits for the money of order $2, the ledger has moved it', one.seller, id),
        named,
      ),
      ...tell(
        one.state === 'returned' && !whole,
        order,
        'P7',
        said('$1 gets nothing of order $2, and not all of it was refunded', one.seller, id),
        named,
      ),
    ]
  })
  return [...unpaid, ...each]
}
