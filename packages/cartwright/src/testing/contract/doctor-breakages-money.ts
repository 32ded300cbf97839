import { sql } from '../../index.ts'
import type { Breakage, Names } from './doctor-breakages.ts'

/** Orders, money, discounts. */
export function brokenOrders({ rich, cart, attempt, line }: Names): Readonly<Record<string, Breakage>> {
  const [wallet, cash] = [rich.wallet.id, rich.cash.id]
  const inWallet = `${cart(rich.wallet)} ${wallet}`
  const inCash = `${cart(rich.cash)} ${cash}`
  return {
    'an order that nobody was told of': {
      plant: [sql`delete from event where key = ${cart(rich.cash)} and name = 'order.placed'`],
      finds: [`P17 placed_order ${inCash}`],
    },
    'lines that do not sum to the total': {
      plant: [sql`update order_line set paid = paid + 1 where order_id = ${cash}`],
      finds: [`P10 placed_order ${inCash}`],
    },
    'payments that do not sum to the total': {
      plant: [sql`update payment set amount = amount + 1 where order_id = ${cash}`],
      finds: [`P10 placed_order ${inCash}`],
    },
    'an attempt over another amount': {
      plant: [sql`update attempt set amount = amount + 1 where order_id = ${cash}`],
      finds: [`P10 placed_order ${inCash}`],
    },
    'an attempt in another currency': {
      plant: [sql`update attempt set currency = 'EUR' where order_id = ${cash}`],
      finds: [`P18 placed_order ${inCash}`],
    },
    'a total that nothing comes to': {
      plant: [sql`update placed_order set total = total + 1 where id = ${cash}`],
      finds: Array<string>(5).fill(`P10 placed_order ${inCash}`),
    },
    'an order that is paid for twice': {
      plant: [
        sql`insert into attempt (cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, made_at, deadline)
          values (${cart(rich.cash)}, 'a0', ${cash}, 'user:ana', 'card', 5, 0, 'RON', 'paid', null, null, 1, 1)`,
      ],
      finds: [`P18 placed_order ${inCash}`],
    },
    'a parcel of a seller who has none': {
      plant: [
        sql`insert into parcel (cart_id, order_id, seller, state, shipping) values (${cart(rich.cash)}, ${cash}, 'nobody', 'placed', 0)`,
      ],
      finds: [`P17 placed_order ${inCash}`],
    },
    'an order that is cancelled and paid': {
      plant: [sql`update placed_order set state = 'cancelled' where id = ${cash}`],
      finds: ['P13 cash_customer ana@example.com', `P17 placed_order ${inCash}`, `P18 placed_order ${inCash}`],
    },
    'an order that has arrived before its parcels': {
      plant: [sql`update placed_order set state = 'delivered' where id = ${cash}`],
      finds: ['P13 cash_customer ana@example.com', `P17 placed_order ${inCash}`],
    },
    'an order whose parcel has arrived before it': {
      plant: [sql`update parcel set state = 'delivered' where order_id = ${cash}`],
      finds: [`P17 placed_order ${inCash}`],
    },
    'a paid order whose payment has failed': {
      plant: [sql`update payment set state = 'failed' where order_id = ${wallet}`],
      finds: [`P18 placed_order ${inWallet}`],
    },
    'a thing that is ordered and not sold': {
      plant: [sql`delete from claim where product = 'garment:coat'`],
      finds: [`P1 order_line ${cart(rich.wallet)} ${line('garment:coat').line_id}`],
    },
    'a buyer who bought his own': {
      plant: [sql`update placed_order set buyer = 'user:ioana' where id = ${cash}`],
      finds: [`warning P6 placed_order ${inCash}`],
    },
    'a cash order that is not counted': {
      plant: [sql`delete from cash_customer where open > 0`],
      finds: [`P13 placed_order ${inCash}`],
    },
    'more cash orders counted than there are': {
      plant: [sql`update cash_customer set open = 5 where open > 0`],
      finds: ['P13 cash_customer ana@example.com'],
    },
    'a discount without its use': {
      plant: [sql`delete from redemption where code = 'TEN'`],
      finds: [
        'P13 campaign SPRING',
        'P13 campaign_customer SPRING ana@example.com',
        'P13 discount TEN',
        'P13 discount_customer TEN ana@example.com',
        `P13 placed_order ${inWallet}`,
      ],
    },
    'a discount that counts too many uses': {
      plant: [sql`update discount set uses = 4 where code = 'TEN'`],
      finds: ['P13 discount TEN'],
    },
    'a discount that is used too often': {
      plant: [
        sql`update discount set max_uses = 1 where code = 'TEN'`,
        sql`insert into redemption (code, attempt_id, customer, state, amount, made_at)
          values ('TEN', ${attempt(rich.cash)}, 'ana@example.com', 'consumed', 5, 1)`,
      ],
      finds: ['P13 discount TEN', 'P13 discount TEN', 'P13 discount_customer TEN ana@example.com'],
    },
    'a discount that one customer uses too often': {
      plant: [sql`update discount set max_uses_per_customer = 0 where code = 'TEN'`],
      finds: ['P13 discount_customer TEN ana@example.com'],
    },
    'a customer who counts too many uses': {
      plant: [sql`update discount_customer set uses = 4 where code = 'TEN'`],
      finds: ['P13 discount_customer TEN ana@example.com'],
    },
    'a use that waits for a payment that was made': {
      plant: [sql`update redemption set state = 'reserved' where code = 'TEN'`],
      finds: [`P14 redemption TEN ${attempt(rich.wallet)}`],
    },
    'a use for nothing': {
      plant: [sql`update redemption set amount = 0 where code = 'TEN'`],
      finds: [`P13 redemption TEN ${attempt(rich.wallet)}`],
    },
    'a use that no customer counts': {
      plant: [sql`delete from discount_customer where code = 'TEN'`],
      finds: [`P13 redemption TEN ${attempt(rich.wallet)}`],
    },
    'a campaign that counts too many uses': {
      plant: [sql`update campaign set uses = 4 where name = 'SPRING'`],
      finds: ['P13 campaign SPRING'],
    },
    'a customer who counts too many uses of a campaign': {
      plant: [sql`update campaign_customer set uses = 4 where campaign = 'SPRING'`],
      finds: ['P13 campaign_customer SPRING ana@example.com'],
    },
    'a campaign that one customer uses too often': {
      plant: [sql`update campaign set max_uses_per_customer = 0 where name = 'SPRING'`],
      finds: ['P13 campaign_customer SPRING ana@example.com'],
    },
    'a campaign that is used too often': {
      plant: [
        sql`update campaign set max_uses = 1 where name = 'SPRING'`,
        sql`update redemption set campaign = 'SPRING' where code = 'FIRST' and state = 'reserved'`,
      ],
      finds: ['P13 campaign SPRING', 'P13 campaign SPRING'],
    },
    'a first order that is none': {
      plant: [sql`update first_order set attempt_id = 'c0-o0-a0' where customer = 'bogdan@example.com'`],
      finds: ['P13 first_order bogdan@example.com', `P13 redemption FIRST ${attempt(rich.card)}`],
    },
  }
}

/** The ledger, refunds, auctions, and work that nobody does. */
export function brokenMoney({ rich, cart, attempt, tables }: Names): Readonly<Record<string, Breakage>> {
  const order = rich.wallet.id
  const inOrder = (table: string, id: string) => `P7 ${table} ${cart(rich.wallet)} ${id}`
  const refund = tables.refund.find((row) => row.order_id === order)
  const gloves = String(tables.refund_line.find((row) => row.refund_id === refund?.id)?.line_id)
  const told = tables.event.find((row) => row.key === rich.closed)
  const pay = `pay:${attempt(rich.wallet)}`
  const { lot } = rich
  return {
    'a balance beyond its transfers': {
      plant: [sql`update account set balance = balance + 1 where id = 'wallet:ana:RON'`],
      finds: ['P7 account wallet:ana:RON'],
    },
    'funds that are set aside for nothing': {
      plant: [sql`update account set held = held + 1 where id = 'wallet:bogdan:RON'`],
      finds: ['P7 account wallet:bogdan:RON', 'P8 account wallet:bogdan:RON'],
    },
    'a debt that nobody made': {
      plant: [sql`insert into account (id, currency, balance, held, made_at) values ('debt:mihai:RON', 'RON', 5, 0, 1)`],
      finds: ['P7 account debt:mihai:RON'],
    },
    'a transfer in another currency': {
      plant: [sql`update transfer set currency = 'EUR' where account = 'wallet:ana:RON' and id = ${pay}`],
      finds: [`P7 transfer wallet:ana:RON ${pay}`],
    },
    'money of an order that there is not': {
      plant: [sql`update transfer set reference = 'c0-o0' where account = 'wallet:ana:RON' and id = ${pay}`],
      finds: [inOrder('transfer', order), `P7 transfer wallet:ana:RON ${pay}`],
    },
    'a sale that the ledger has not moved': {
      plant: [sql`delete from transfer where kind = 'sale'`],
      finds: ['P7 account wallet:mihai:RON', inOrder('proceeds', `${order} mihai`), inOrder('transfer', order)],
    },
    'a seller who waits for what he has got': {
      plant: [sql`update proceeds set state = 'waiting' where order_id = ${order}`],
      finds: [inOrder('proceeds', `${order} mihai`), inOrder('transfer', order)],
    },
    'a seller who gets nothing of what was not refunded': {
      plant: [sql`update proceeds set state = 'returned' where order_id = ${order}`],
      finds: [inOrder('proceeds', `${order} mihai`), inOrder('transfer', order)],
    },
    'a refund that is more than its lines': {
      plant: [sql`update refund_line set amount = amount - 1 where line_id = ${gloves}`],
      finds: [inOrder('order_line', gloves), inOrder('refund', String(refund?.id))],
    },
    'a line that counts other refunds': {
      plant: [sql`update order_line set refunded = refunded - 1 where line_id = ${gloves}`],
      finds: [inOrder('order_line', gloves), inOrder('proceeds', `${order} mihai`)],
    },
    'a payment that counts other refunds': {
      plant: [sql`update payment set refunded = refunded + 1 where order_id = ${order}`],
      finds: [inOrder('payment', '1-wallet')],
    },
    'a refund that the wallet has not got': {
      plant: [sql`update transfer set id = 'other' where id = ${`refund:${refund?.id}`}`],
      finds: [inOrder('refund', String(refund?.id)), inOrder('transfer', order)],
    },
    'a lot that counts other bids': {
      plant: [sql`update auction_lot set bids = 7 where lot_id = ${lot}`],
      finds: [`P5 auction_lot ${lot}`],
    },
    'a lot that the second leads': {
      plant: [sql`update auction_lot set leader = 'ana' where lot_id = ${lot}`],
      finds: [`P5 auction_lot ${lot}`],
    },
    'a lot with a bid of its seller': {
      plant: [sql`update bid set bidder = 'mihai' where lot_id = ${lot} and bidder = 'ana'`],
      finds: [`P6 auction_lot ${lot}`],
    },
    'a bid at no version of its lot': {
      plant: [sql`update bid set place = 9 where lot_id = ${lot} and bidder = 'ana'`],
      finds: [`P5 auction_lot ${lot}`],
    },
    'a bid after the end': {
      plant: [sql`update bid set made_at = made_at + 1000000000 where lot_id = ${lot} and bidder = 'ana'`],
      finds: [`P5 auction_lot ${lot}`],
    },
    'a price below the reserve that was reached': {
      plant: [sql`update auction_lot set reserve_price = 25000 where lot_id = ${lot}`],
      finds: [`P5 auction_lot ${lot}`],
    },
    'a running lot without a claim': {
      plant: [sql`delete from claim where product = 'garment:vase'`],
      finds: [`P5 auction_lot ${lot}`],
    },
    'a lot that nobody has won': {
      plant: [sql`update auction_lot set state = 'won' where lot_id = ${lot}`],
      finds: [`P5 auction_lot ${lot}`, 'P5 claim garment:vase'],
    },
    'a lot that is offered to nobody': {
      plant: [sql`update auction_lot set state = 'closed' where lot_id = ${lot}`],
      finds: [`P5 auction_lot ${lot}`, 'P5 claim garment:vase'],
    },
    'a lot with a right while it runs': {
      plant: [sql`update win set lot_id = ${lot}, product = 'garment:vase' where lot_id is null`],
      finds: [`P5 auction_lot ${lot}`, `P5 win garment:vase ${tables.win[0]?.id}`],
    },
    'a payment that nobody finishes': {
      plant: [sql`update attempt set deadline = 1 where order_id = ${rich.card.id}`],
      finds: [`warning P18 attempt ${cart(rich.card)} ${attempt(rich.card)}`],
    },
    'a refund that nobody makes': {
      plant: [sql`update refund set state = 'due', made_at = 1 where id = ${String(refund?.id)}`],
      finds: [inOrder('refund', String(refund?.id)), `warning P18 refund ${cart(rich.wallet)} ${refund?.id}`],
    },
    'a wallet refund that waits for somebody to make it': {
      plant: [sql`update refund set state = 'due' where id = ${String(refund?.id)}`],
      finds: [inOrder('refund', String(refund?.id))],
    },
    'a payment that is refunded and was not given back': {
      plant: [sql`update payment set state = 'refunded' where order_id = ${order}`],
      finds: [inOrder('payment', '1-wallet')],
    },
    'a seller whose money is gone from the books': {
      plant: [sql`delete from proceeds where order_id = ${rich.cash.id}`],
      finds: [`P7 proceeds ${cart(rich.cash)} ${rich.cash.id} ioana`],
    },
    "a seller's money in another wallet": {
      plant: [sql`update proceeds set owner = 'mihai' where order_id = ${rich.cash.id}`],
      finds: [`P7 proceeds ${cart(rich.cash)} ${rich.cash.id} ioana`],
    },
    'a seller who was refunded nothing': {
      plant: [sql`update proceeds set refunded = 0 where order_id = ${order}`],
      finds: [inOrder('proceeds', `${order} mihai`), inOrder('transfer', order)],
    },
    'a seller who is owed more than his lines': {
      plant: [sql`update proceeds set amount = amount * 2 where order_id = ${rich.cash.id}`],
      finds: [`P7 proceeds ${cart(rich.cash)} ${rich.cash.id} ioana`],
    },
    'a seller who is owed less than his lines': {
      plant: [sql`update proceeds set amount = amount / 2, commission = 0 where order_id = ${rich.cash.id}`],
      finds: [`P7 proceeds ${cart(rich.cash)} ${rich.cash.id} ioana`],
    },
    'a price that no bids come to': {
      plant: [sql`update auction_lot set price = 30000 where lot_id = ${lot}`],
      finds: [`P5 auction_lot ${lot}`],
    },
    'an event that could not be told': {
      plant: [
        sql`insert into delivery (key, event_id, target, sequence, tries, due_at, failure)
          values (${rich.closed}, ${String(told?.id)}, 'handlers', 1, 9, null, 'gone')`,
      ],
      finds: [`warning P17 delivery ${rich.closed} ${told?.id}`],
    },
  }
}
