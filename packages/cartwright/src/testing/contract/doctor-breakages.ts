import { type Row, type Statement, sql } from '../../index.ts'
import type { Rich } from './doctor-kit.ts'
import type { Tables } from './tables.ts'

/** Something that no action of the shop does, and what the doctor must say of it: promise, table, key and row of each finding, and of nothing else. */
export interface Breakage {
  readonly plant: readonly Statement[]
  readonly finds: readonly string[]
}

/** Names in a rich shop. */
export interface Names {
  readonly rich: Rich
  readonly cart: (order: { readonly id: string }) => string
  readonly attempt: (order: { readonly id: string }) => string
  readonly line: (product: string) => Row
  readonly tables: Tables
}

export function namesOf(rich: Rich, tables: Tables): Names {
  const found = (rows: readonly Row[], is: (row: Row) => boolean): Row => {
    const row = rows.find(is)
    if (row === undefined) throw new RangeError('the rich shop is not as the test thinks')
    return row
  }
  return {
    rich,
    tables,
    cart: ({ id }) => id.slice(0, id.indexOf('-')),
    attempt: ({ id }) => String(found(tables.attempt, (row) => row.order_id === id).id),
    line: (product) => found([...tables.cart_line, ...tables.order_line], (row) => row.product === product),
  }
}

/** Rights, stock, carts. */
export function brokenRights({ rich, cart, attempt, line, tables }: Names): Readonly<Record<string, Breakage>> {
  const [card, wallet] = [cart(rich.card), attempt(rich.wallet)]
  const [hat, totes, dress] = [String(line('garment:hat').line_id), heldTotes(rich, tables), 'garment:dress']
  const ring = String(tables.win[0]?.id)
  const cartOfRing = String(line('garment:ring').cart_id)
  return {
    'a slot that leads nowhere': {
      plant: [sql`insert into cart_slot (owner, name, cart_id) values ('user:nobody', 'default', 'gone')`],
      finds: ['P15 cart_slot user:nobody default'],
    },
    'an open cart in no slot': {
      plant: [sql`delete from cart_slot where cart_id = ${rich.held}`],
      finds: [`P15 cart ${rich.held}`],
    },
    'a cart that pays by no attempt': {
      plant: [sql`update cart set attempt_id = 'none' where cart_id = ${card}`],
      finds: [`P18 cart ${card}`],
    },
    'a cart that a stranger pays for': {
      plant: [sql`update cart set owner = 'user:carmen' where cart_id = ${card}`],
      finds: [`P15 cart ${card}`],
    },
    'a cart that was placed without an order': {
      plant: [
        sql`insert into cart (cart_id, owner, name, currency, state, version, codes, notices, attempt_id, made_at, used_at)
          values ('c0', 'user:ana', 'default', 'RON', 'placed', 1, '[]', '[]', null, 1, 1)`,
      ],
      finds: ['P17 cart c0', 'P17 cart c0'],
    },
    'a checkout that was told twice': {
      plant: [
        sql`insert into event (key, id, sequence, name, payload, line_id, quantity, made_at, targets, due_at)
          values (${rich.closed}, 'again', 9, 'cart.checked_out', '{}', null, null, 1, '[]', null)`,
      ],
      finds: [`P17 cart ${rich.closed}`],
    },
    'an attempt without an order': {
      plant: [
        sql`insert into attempt (cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, made_at, deadline)
          values (${rich.closed}, 'a0', 'o0', 'user:ana', 'card', 5, 0, 'RON', 'paid', null, null, 1, 1)`,
      ],
      finds: [`P18 attempt ${rich.closed} a0`],
    },
    'a line that says it holds what its claim does not': {
      plant: [sql`update claim set expires_at = expires_at + 1 where product = 'garment:hat'`],
      finds: [`P2 cart_line ${rich.held} ${hat}`],
    },
    'a line that says it holds units and holds none': {
      plant: [sql`delete from stock_hold where holder = ${totes}`],
      finds: [`P4 cart_line ${rich.held} ${totes}`, 'P1 stock article:tote'],
    },
    'a key that leads to no order': {
      plant: [
        sql`insert into idempotency (owner, id, request, status, body, reference, made_at, expires_at)
          values ('user:ana', 'checkout:none', '', null, null, 'c0-o0', 1, 2)`,
      ],
      finds: ['P16 idempotency user:ana checkout:none'],
    },
    'a hold without a line': {
      plant: [sql`delete from cart_line where cart_id = ${rich.held} and line_id = ${hat}`],
      finds: ['P4 claim garment:hat'],
    },
    'a thing that is paid for and sold already': {
      plant: [sql`update claim set state = 'sold', expires_at = null where product = ${dress}`],
      finds: [`P1 claim ${dress}`],
    },
    'a thing in the wrong order': {
      plant: [sql`update claim set attempt_id = ${wallet} where product = ${dress}`],
      finds: [`P1 claim ${dress}`, `P4 claim ${dress}`],
    },
    'a thing that is sold and on sale again': {
      plant: [
        sql`insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at)
          values ('garment:boots', 'sold', 'cart', 'l', 'user:bogdan', ${attempt(rich.cancelled)}, null, 1, null)`,
      ],
      finds: ['P1 claim garment:boots'],
    },
    'a claim that counts others than who wait': {
      plant: [sql`update claim set waiters = 3 where product = 'garment:hat'`],
      finds: ['P3 claim garment:hat'],
    },
    'somebody who waits for nothing': {
      plant: [sql`insert into queue_place (product, owner, id, joined_at, told_at) values ('garment:none', 'user:ana', 'q', 1, null)`],
      finds: ['P3 queue_place garment:none'],
    },
    'a win of another than the claim says': {
      plant: [sql`update win set owner = 'user:ana' where id = ${ring}`],
      finds: [`P5 win garment:ring ${ring}`],
    },
    'a win at another price': {
      plant: [sql`update claim set price = 1 where product = 'garment:ring'`],
      finds: [`P5 win garment:ring ${ring}`],
    },
    'a win for another time': {
      plant: [sql`update win set pay_by = pay_by + 1 where id = ${ring}`],
      finds: [`P5 win garment:ring ${ring}`],
    },
    'an offer that is held as a win': {
      plant: [sql`update win set state = 'offered' where id = ${ring}`],
      finds: [`P5 win garment:ring ${ring}`],
    },
    'a right that nobody has won': {
      plant: [sql`delete from win where id = ${ring}`],
      finds: ['P5 claim garment:ring'],
    },
    'a win without a claim': {
      plant: [sql`delete from claim where product = 'garment:ring'`],
      finds: [`P2 cart_line ${cartOfRing} ${ring}`, `P5 win garment:ring ${ring}`],
    },
    'more reserved than is held': {
      plant: [sql`update stock set reserved = '50' where product = 'article:tote'`],
      finds: ['P1 stock article:tote'],
    },
    'more sold than was ordered': {
      plant: [sql`update stock set sold = '50' where product = 'article:tote'`],
      finds: ['P1 stock article:tote'],
    },
    'units for a payment that is over': {
      plant: [sql`update stock_hold set attempt_id = ${wallet} where attempt_id is not null`],
      finds: [`P4 stock_hold article:tote ${cardTotes(rich, tables)}`],
    },
    'units beyond what is paid for': {
      plant: [sql`update stock_hold set quantity = '7' where attempt_id is not null`],
      finds: ['P1 stock article:tote', `P4 stock_hold article:tote ${cardTotes(rich, tables)}`],
    },
    'units for no line': {
      plant: [sql`update stock_hold set holder = 'nobody' where holder = ${totes}`],
      finds: [`P4 cart_line ${rich.held} ${totes}`, 'P4 stock_hold article:tote nobody'],
    },
    'units for longer than the line says': {
      plant: [sql`update stock_hold set expires_at = expires_at + 1 where holder = ${totes}`],
      finds: [`P2 stock_hold article:tote ${totes}`],
    },
  }
}

export const heldTotes = (rich: Rich, { cart_line }: Tables): string =>
  String(cart_line.find((line) => line.cart_id === rich.held && line.product === 'article:tote')?.line_id)
const cardTotes = ({ card }: Rich, { order_line }: Tables): string =>
  String(order_line.find((line) => line.order_id === card.id && line.product === 'article:tote')?.line_id)
