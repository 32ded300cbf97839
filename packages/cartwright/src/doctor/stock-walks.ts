import type { Row, Rows } from '../storage/statement.ts'
import { attemptsOf, cartsOf, linesById, orderLinesOf } from './cart-questions.ts'
import { type Asking, among, amount, byText, type Found, teller, text, texts, type Walk } from './look.ts'
import { closedUnits, heldUnits, holdPage, holdsOf, orderedUnits, stockPage, stocksAgain } from './product-questions.ts'
import { cartsBehind } from './product-walks.ts'
import { said } from './sentences.ts'

/** What is reserved is what the holds have, what is sold was ordered or closed. */
export const stocks: Walk = {
  table: 'stock',
  page: stockPage,
  again: stocksAgain,
  *judge(rows): Asking<Found[]> {
    const products = texts(rows, 'product')
    const [held = [], ordered = [], closed = []] = yield [heldUnits(products), orderedUnits(products), closedUnits(products)]
    const [inHolds, inOrders, inCarts] = [held, ordered, closed].map((found) => byText(found, 'product'))
    const tell = teller('stock', 'product', null)
    return rows.flatMap((stock) => {
      const product = text(stock, 'product')
      const [reserved, sold] = [amount(stock, 'reserved'), amount(stock, 'sold')]
      const holds = amount(inHolds?.get(product), 'quantity')
      const sales = amount(inOrders?.get(product), 'quantity') + amount(inCarts?.get(product), 'quantity')
      const fix = {
        change: 'stock.reserved',
        from: `${reserved}`,
        to: `${holds}`,
        says: `count ${holds} of ${product} as reserved`,
      } as const
      return [
        ...tell(reserved !== holds, stock, 'P1', said('$1 counts $2 reserved, its holds have $3', product, reserved, holds), {
          ...(holds <= amount(stock, 'on_hand') ? { fix } : {}),
        }),
        ...tell(sold !== sales, stock, 'P1', said('$1 counts $2 sold, $3 were ordered', product, sold, sales)),
      ]
    })
  },
}

/** Units set aside belong to a line that says so, to a payment, or to the app. */
export const holds: Walk = {
  table: 'stock_hold',
  page: holdPage,
  again: (rows) => holdsOf(texts(rows, 'product'), texts(rows, 'holder')),
  judge: judgeHolds,
}

function* judgeHolds(rows: Rows, now: bigint): Asking<Found[]> {
  const paying = rows.filter((hold) => hold.attempt_id !== null)
  const live = rows.filter((hold) => hold.attempt_id === null && !isApps(hold) && amount(hold, 'expires_at') > now)
  const behind = cartsBehind(texts(paying, 'attempt_id'))
  const [attempts = [], bought = [], lines = []] = yield [
    among(behind, attemptsOf),
    among(behind, orderLinesOf),
    among(texts(live, 'holder'), linesById),
  ]
  const [homes = []] = yield [among(texts(lines, 'cart_id'), cartsOf)]
  const [byAttempt, byLine, byCart] = [byText(attempts, 'id'), byText(lines, 'line_id'), byText(homes, 'cart_id')]
  const inOrders = byText(bought, 'order_id', 'line_id')
  return [
    ...paying.flatMap((hold) => {
      const attempt = byAttempt.get(text(hold, 'attempt_id'))
      const line = inOrders.get(`${attempt?.order_id} ${hold.holder}`)
      return [
        ...tell(
          attempt?.state !== 'pending',
          hold,
          'P4',
          said('the hold of $1 on $2 is for a payment that is not under way', hold.holder, hold.product),
        ),
        ...tell(
          attempt?.state === 'pending' && amount(line, 'quantity') !== amount(hold, 'quantity'),
          hold,
          'P4',
          said(
            'the hold of $1 on $2 has $3 units, $4 are being paid for',
            hold.holder,
            hold.product,
            hold.quantity,
            amount(line, 'quantity'),
          ),
        ),
      ]
    }),
    ...live.flatMap((hold) => {
      const line = byLine.get(text(hold, 'holder'))
      const home = byCart.get(text(line, 'cart_id'))
      const kept = line !== undefined && line.saved === 0n && line.product === hold.product && home?.state === 'open'
      const same = kept && line.quantity === hold.quantity && line.held_until === hold.expires_at
      const says = `give ${hold.quantity} units of ${hold.product} back that ${hold.holder} held`
      return [
        ...tell(!kept, hold, 'P4', said('the hold of $1 on $2 has no line in an open cart', hold.holder, hold.product), {
          fix: { change: 'stock_hold', from: text(hold, 'quantity'), to: null, says },
        }),
        ...tell(kept && !same, hold, 'P2', said('the hold of $1 on $2 is not as its line says', hold.holder, hold.product)),
      ]
    }),
  ]
}

const tell = teller('stock_hold', 'product', 'holder')
const isApps = (hold: Row): boolean => text(hold, 'holder').startsWith('app:')
