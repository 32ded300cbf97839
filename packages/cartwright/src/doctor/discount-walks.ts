import type { Row, Rows } from '../storage/statement.ts'
import { attemptsOf, cartsOf, ordersOfCarts } from './cart-questions.ts'
import {
  customerPage,
  customersOf,
  discountPage,
  discountsOf,
  firstOrderPage,
  firstOrdersOf,
  redemptionPage,
  redemptionsFor,
  usesOf,
  usesOfCustomers,
} from './discount-questions.ts'
import { type Asking, amount, byText, type Found, teller, text, texts, type Walk } from './look.ts'
import { cartsBehind, stateBehind } from './product-walks.ts'
import { said } from './sentences.ts'

/** Uses are redemptions, and never above the cap. */
export const discounts: Walk = {
  table: 'discount',
  page: discountPage,
  again: (rows) => discountsOf(texts(rows, 'code')),
  *judge(rows): Asking<Found[]> {
    const [found = []] = yield [usesOf(texts(rows, 'code'))]
    const byCode = byText(found, 'code')
    const tell = teller('discount', 'code', null)
    return rows.flatMap((row) => {
      const code = text(row, 'code')
      const uses = amount(row, 'uses_before') + amount(byCode.get(code), 'uses')
      const beyond = row.max_uses !== null && uses > amount(row, 'max_uses')
      const fix = { change: 'discount.uses', from: `${row.uses}`, to: `${uses}`, says: `count ${uses} uses of ${code}` } as const
      return [
        ...tell(row.uses !== uses, row, 'P13', said('$1 counts $2 uses and has $3', code, row.uses, uses), beyond ? {} : { fix }),
        ...tell(beyond, row, 'P13', said('$1 is used $2 times, $3 are allowed', code, uses, row.max_uses)),
      ]
    })
  },
}

/** The same for each customer. */
export const customers: Walk = {
  table: 'discount_customer',
  page: customerPage,
  again: (rows) => customersOf(texts(rows, 'code'), texts(rows, 'customer')),
  *judge(rows): Asking<Found[]> {
    const codes = texts(rows, 'code')
    const [found = [], limits = []] = yield [usesOfCustomers(codes, texts(rows, 'customer')), discountsOf(codes)]
    const [byCustomer, byCode] = [byText(found, 'code', 'customer'), byText(limits, 'code')]
    const tell = teller('discount_customer', 'code', 'customer')
    return rows.flatMap((row) => {
      const { code, customer } = row
      const uses = amount(byCustomer.get(`${code} ${customer}`), 'uses')
      const most = byCode.get(text(row, 'code'))?.max_uses_per_customer ?? null
      const fix = {
        change: 'discount_customer.uses',
        from: `${row.uses}`,
        to: `${uses}`,
        says: `count ${uses} uses of ${code} by ${customer}`,
      } as const
      return [
        ...tell(row.uses !== uses, row, 'P13', said('$1 counts $2 uses by $3 and has $4', code, row.uses, customer, uses), { fix }),
        ...tell(
          most !== null && uses > BigInt(most),
          row,
          'P13',
          said('$1 is used $2 times by $3, $4 are allowed', code, uses, customer, most),
        ),
      ]
    })
  },
}

/** Which states of a payment each state of a use goes with. */
const FITS: Readonly<Record<string, readonly string[]>> = {
  reserved: ['pending'],
  consumed: ['paid'],
  returned: ['failed', 'refund_due', 'refunded'],
}

/** A use is reserved while its payment is under way, consumed when it was made, given back when it was not; it took something off. */
export const redemptions: Walk = {
  table: 'redemption',
  page: redemptionPage,
  again: (rows) => redemptionsFor(texts(rows, 'code'), texts(rows, 'attempt_id')),
  judge: judgeRedemptions,
}

function* judgeRedemptions(rows: Rows): Asking<Found[]> {
  const codes = texts(rows, 'code')
  const people = texts(rows, 'customer')
  const behind = cartsBehind(texts(rows, 'attempt_id'))
  const [attempts = [], closed = [], orders = [], found = [], counted = [], firsts = []] = yield [
    attemptsOf(behind),
    cartsOf(behind),
    ordersOfCarts(behind),
    discountsOf(codes),
    customersOf(codes, people),
    firstOrdersOf(people),
  ]
  const [byAttempt, byCart, byCode] = [byText(attempts, 'id'), byText(closed, 'cart_id'), byText(found, 'code')]
  const [byCustomer, first] = [byText(counted, 'code', 'customer'), byText(firsts, 'customer', 'attempt_id')]
  const ordered = new Set(texts(orders, 'cart_id'))
  const tell = teller('redemption', 'code', 'attempt_id')
  return rows.flatMap((row) => {
    const { code, customer, attempt_id: attempt, state } = row
    const payment = stateBehind(text(row, 'attempt_id'), byAttempt, byCart, ordered)
    const used = state !== 'returned'
    const needsFirst = used && byCode.get(text(row, 'code'))?.first_order === 1n
    return [
      ...tell(
        FITS[text(row, 'state')]?.includes(payment) !== true,
        row,
        'P14',
        said('the use of $1 by $2 is $3, its payment is $4', code, attempt, state, payment || null),
      ),
      ...tell(row.amount === 0n, row, 'P13', said('$1 was used for nothing by $2', code, attempt)),
      ...tell(
        used && !byCustomer.has(`${code} ${customer}`),
        row,
        'P13',
        said('the use of $1 by $2 is not counted for him', code, customer),
      ),
      ...tell(
        needsFirst && !first.has(`${customer} ${attempt}`),
        row,
        'P13',
        said('$1 is for first orders, and $2 has another first order', code, customer),
      ),
    ]
  })
}

/** A customer's first order is one that counts. */
export const firstOrders: Walk = {
  table: 'first_order',
  page: firstOrderPage,
  again: (rows) => firstOrdersOf(texts(rows, 'customer')),
  *judge(rows): Asking<Found[]> {
    const behind = cartsBehind(texts(rows, 'attempt_id'))
    const [attempts = [], closed = [], orders = []] = yield [attemptsOf(behind), cartsOf(behind), ordersOfCarts(behind)]
    const [byAttempt, byCart] = [byText(attempts, 'id'), byText(closed, 'cart_id')]
    const ordered = new Set(texts(orders, 'cart_id'))
    const tell = teller('first_order', 'customer', null)
    return rows.flatMap((row: Row) => {
      const state = stateBehind(text(row, 'attempt_id'), byAttempt, byCart, ordered)
      const counts = state === 'pending' || state === 'paid'
      return tell(!counts, row, 'P13', said('the first order of $1 is $2, which is $3', row.customer, row.attempt_id, state || null))
    })
  },
}
