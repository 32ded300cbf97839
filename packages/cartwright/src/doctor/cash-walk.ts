import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Statement, sql } from '../storage/statement.ts'
import { type Asking, amount, byText, type Found, teller, text, texts, type Walk } from './look.ts'
import { said } from './sentences.ts'

const cashPage = (after: Row | null, limit: bigint): Statement => sql`
  select customer, open from cash_customer where customer > ${text(after ?? undefined, 'customer')} order by customer limit ${limit}`

/** What these customers count as under way. */
export const cashOf = (customers: readonly string[]): Statement => sql`
  select customer, open from cash_customer where ${oneOf(part`customer`, customers)}`

/** Orders of these customers that are under way and paid when they arrive. */
const openCash = (customers: readonly string[]): Statement => sql`
  select o.customer, count(*) as open from placed_order o join payment p on p.cart_id = o.cart_id and p.order_id = o.id
  where ${oneOf(part`o.customer`, customers)} and o.state in ('placed', 'shipped') and p.method = 'cod' and p.state = 'pending' group by o.customer`

/** As many orders are under way that a customer pays when they arrive as he counts. */
export const cash: Walk = {
  table: 'cash_customer',
  page: cashPage,
  again: (rows) => cashOf(texts(rows, 'customer')),
  *judge(rows): Asking<Found[]> {
    const [found = []] = yield [openCash(texts(rows, 'customer'))]
    const byCustomer = byText(found, 'customer')
    const tell = teller('cash_customer', 'customer', null)
    return rows.flatMap((row) => {
      const { customer, open } = row
      const orders = amount(byCustomer.get(text(row, 'customer')), 'open')
      const fix = {
        change: 'cash_customer.open',
        from: `${open}`,
        to: `${orders}`,
        says: `count ${orders} cash orders of ${customer}`,
      } as const
      return tell(open !== orders, row, 'P13', said('$1 counts $2 cash orders under way and has $3', customer, open, orders), { fix })
    })
  },
}
