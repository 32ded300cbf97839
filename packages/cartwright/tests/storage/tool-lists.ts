import { lastEnded, lotById, nextToEnd } from '../../src/auctions/lot-rows.ts'
import { rightsAfter, rightsBefore } from '../../src/auctions/win-rows.ts'
import { actsAfter, actsBefore } from '../../src/audit/list-acts.ts'
import { campaignsAfter } from '../../src/discounts/campaign-rows.ts'
import { discountsAfter, discountsBefore, discountsInState } from '../../src/discounts/discount-rows.ts'
import { deadDeliveries, waitingDeliveries, waitingEvents } from '../../src/events/delivery-rows.ts'
import { cursorNamed, eventsSince, figuresBetween, firstAdds } from '../../src/figures/figure-rows.ts'
import { overdueAfter } from '../../src/orders/order-rows.ts'
import { refundsAfter, returnsAfter } from '../../src/refunds/refund-rows.ts'
import type { Statement } from '../../src/storage/statement.ts'

const LIMIT = 51n
const NOW = 5n
const PLACE = { at: 5n, id: 'x' }

/** The statements behind the other pages of the staff: discounts, auctions, payments, events, the record, and figures. */
export function toolLists(): [name: string, statement: Statement][] {
  const plain = { prefix: '', campaign: null, state: null }
  const lots = { state: null, seller: null, product: null }
  const rights = { state: null, lot: null, owner: null }
  const acts = { key: null, actor: null, act: null }
  const newest = { at: 9n, id: 'x' }
  return [
    ['discounts by code', discountsAfter('', plain, NOW, LIMIT)],
    ['discounts by code further on', discountsAfter('AAA', plain, NOW, LIMIT)],
    ['discounts that begin so', discountsAfter('', { ...plain, prefix: 'XMAS-' }, NOW, LIMIT)],
    ['discounts of a campaign', discountsAfter('AAA', { ...plain, campaign: 'SPRING' }, NOW, LIMIT)],
    ['discounts of a campaign in a state', discountsAfter('AAA', { ...plain, campaign: 'SPRING', state: 'ended' }, NOW, LIMIT)],
    ['discounts switched off', discountsAfter('AAA', { ...plain, state: 'off' }, NOW, LIMIT)],
    ['newest discounts', discountsBefore({ at: 9n, code: 'AAA' }, LIMIT)],
    ['active discounts', discountsInState('active', { at: 5n, code: 'AAA' }, NOW, LIMIT)],
    ['ended discounts', discountsInState('ended', { at: 5n, code: 'AAA' }, NOW, LIMIT)],
    ['scheduled discounts', discountsInState('scheduled', { at: 5n, code: 'AAA' }, NOW, LIMIT)],
    ['campaigns', campaignsAfter('AAA', LIMIT)],
    ['one auction', lotById('x')],
    ['all auctions', lastEnded(lots, PLACE, NOW, LIMIT)],
    ['running auctions', nextToEnd({ ...lots, state: 'live' }, PLACE, NOW, LIMIT)],
    ['won auctions', lastEnded({ ...lots, state: 'won' }, PLACE, NOW, LIMIT)],
    ['auctions of a seller', lastEnded({ ...lots, seller: 'mihai' }, PLACE, NOW, LIMIT)],
    ['rights', rightsBefore(rights, [5n, 'x'], LIMIT)],
    ['rights, the oldest first', rightsAfter(rights, [5n, 'x'], LIMIT)],
    ['rights of a state', rightsBefore({ ...rights, state: 'won' }, [5n, 'x'], LIMIT)],
    ['rights of a lot', rightsBefore({ ...rights, lot: 'x' }, [5n, 'x'], LIMIT)],
    ['rights of a winner', rightsBefore({ ...rights, owner: 'user:ana' }, [5n, 'x'], LIMIT)],
    ['overdue payments', overdueAfter('pending', null, NOW, LIMIT)],
    ['overdue payments further on', overdueAfter('refund_due', [5n, 'x'], NOW, LIMIT)],
    ['refunds due', refundsAfter([5n, 'x'], LIMIT)],
    ['returns due', returnsAfter(null, LIMIT)],
    ['returns due further on', returnsAfter([5n, 'x', 'mihai'], LIMIT)],
    ['dead letters', deadDeliveries(null, { key: 'a', event: 'b', target: 'c' }, LIMIT)],
    ['dead letters of one thing', deadDeliveries('a', { key: 'a', event: 'b', target: 'c' }, LIMIT)],
    ['waiting events', waitingEvents(LIMIT)],
    ['waiting deliveries', waitingDeliveries(LIMIT)],
    ['acts', actsBefore(acts, newest, LIMIT)],
    ['acts, the oldest first', actsAfter(acts, { at: -1n, id: '' }, LIMIT)],
    ['acts of a kind', actsBefore({ ...acts, act: 'order.refund' }, newest, LIMIT)],
    ['acts of a person', actsBefore({ ...acts, actor: { id: 'eva', role: 'staff' } }, newest, LIMIT)],
    ['acts about a thing', actsBefore({ ...acts, key: 'garment:1' }, newest, LIMIT)],
    ['events since', eventsSince({ at: 5n, key: 'a', id: 'b' }, 9n, LIMIT)],
    ['figures', figuresBetween(['added', 'held'], 1n, 9n)],
    ['the cursor', cursorNamed('events')],
    ['first adds', firstAdds(['a', 'b'])],
  ]
}
