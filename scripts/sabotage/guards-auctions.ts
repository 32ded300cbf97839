import { type Guard, patch, tests } from './guard.ts'

const CONTRACT = tests('contract/memory')

/** Bids, closes, and the one right they end in. */
export const auctionGuards: readonly Guard[] = [
  {
    name: 'auction: a bid is taken before the end only',
    patches: [patch('auctions/lot-rows.ts', 'raiseLot', 'and ends_at > ${now}', 'and ${now} > 0')],
    tests: CONTRACT,
  },
  {
    name: 'auction: the seller does not see up to what is bid while it runs',
    patches: [
      patch(
        'auctions/show-lots.ts',
        'lotHistory',
        "asking.staff || (all && stateAt(lot, context.clock()) !== 'live')",
        "all || stateAt(lot, 0n) === 'closed'",
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'auction: a bid is taken after the start only',
    patches: [patch('auctions/lot-rows.ts', 'raiseLot', 'and starts_at <= ${now}', 'and ${now} > 0')],
    tests: CONTRACT,
  },
  {
    name: 'auction: a bid is taken while the auction runs only',
    patches: [
      patch('auctions/lot-rows.ts', 'raiseLot', "and state = 'live'", "and state <> ''"),
      patch('auctions/lot-rows.ts', 'raiseLot', 'and ends_at > ${now}', 'and ${now} > 0'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'auction: a bid reaches the next minimum',
    patches: [patch('auctions/lot-rows.ts', 'raiseLot', 'else price + step end', 'else price end')],
    tests: CONTRACT,
  },
  {
    name: 'auction: the leader raises his own only',
    patches: [patch('auctions/lot-rows.ts', 'raiseLot', 'then leader_most + 1', 'then leader_most')],
    tests: CONTRACT,
  },
  {
    name: 'auction: the earlier of equal bids leads',
    patches: [
      patch(
        'auctions/lot-rows.ts',
        'raiseLot',
        'leader = case when bids = 0 or leader_most < cast(${most} as int8)',
        'leader = case when bids = 0 or leader_most <= cast(${most} as int8)',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'auction: the price jumps to the reserve with the bid that reaches it',
    patches: [
      patch(
        'auctions/lot-rows.ts',
        'raiseLot',
        'when bids = 0 then case when reserve_price <= cast(${most} as int8) then reserve_price else start_price end',
        'when bids = 0 then start_price',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'auction: the leader alone does not put off the end',
    patches: [
      patch(
        'auctions/lot-rows.ts',
        'raiseLot',
        'when leader = ${bidder} and (reserve_price is null',
        'when leader is null and (${bidder} is null',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'auction: what a line is for is not taken from it',
    patches: [patch('auctions/take-right.ts', 'takeRight', 'places: queues?.get(product) ?? []', 'places: []')],
    tests: CONTRACT,
  },
  {
    name: 'auction: closed as it was seen',
    patches: [patch('auctions/lot-rows.ts', 'closeLot', 'and version = ${version}', 'and ${version} > 0')],
    tests: tests('races/auctions'),
  },
  {
    name: 'auction: closed after its end only',
    patches: [
      patch('auctions/lot-rows.ts', 'closeLot', 'and ends_at <= ${now}', 'and ${now} > 0'),
      patch('auctions/lot-rows.ts', 'overdueLots', 'and ends_at <= ${now}', 'and ${now} > 0'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'auction: nobody bids on his own thing',
    patches: [
      patch(
        'auctions/place-bid.ts',
        'checkBidder',
        'isOwn(context.options, seller, userId) || isOwn(context.options, product.seller?.id, userId)',
        'seller === null',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'auction: nobody wins below the reserve',
    patches: [patch('auctions/close-lots.ts', 'closeOne', '&& reserveMet(lot)', '')],
    tests: CONTRACT,
  },
  {
    name: 'auction: no second chance below the reserve',
    patches: [
      patch('auctions/hand-on.ts', 'nextBidder', '(lot.reservePrice === null || (most as bigint) >= lot.reservePrice)', 'most !== null'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'auction: everybody has one chance',
    patches: [patch('auctions/hand-on.ts', 'nextBidder', '!had.has(`user:${bidder}`)', 'had.size >= 0')],
    tests: CONTRACT,
  },
  {
    name: 'right: passed on as it was seen',
    patches: [patch('claims/right-rows.ts', 'passRight', 'and takes = ${from.takes}', 'and ${from.takes} >= 0')],
    tests: tests('races/auctions'),
  },
  {
    name: 'right: not passed on under a payment',
    patches: [
      patch('claims/right-rows.ts', 'passRight', "and state = 'held'", "and state <> ''"),
      patch(
        'auctions/move-win.ts',
        'unpaid',
        "right?.state !== 'held' || !states.includes(state)",
        'right === null || !states.includes(state)',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'right: confirmed in time',
    patches: [
      patch('claims/right-rows.ts', 'confirmRight', 'and expires_at > ${now}', 'and ${now} > 0'),
      patch('auctions/answer-win.ts', 'acceptOffer', "if (state !== 'offered')", "if (win.state !== 'offered')"),
    ],
    tests: CONTRACT,
  },
  {
    name: 'right: ended as it was seen',
    patches: [
      patch('auctions/win-rows.ts', 'endWin', 'and state = ${win.state} and ended_at is null', "and state <> '' and ${win.state} <> ''"),
      patch('auctions/lot-rows.ts', 'moveLot', 'and state = ${from}', "and ${from} <> ''"),
    ],
    tests: tests('races/auctions'),
  },
  {
    name: 'right: put into a cart by its owner only',
    patches: [patch('cart/add-batch.ts', 'rightSteps', 'useRight(product, id, heldUntil).orReread()', 'useRight(product, id, heldUntil)')],
    tests: tests('races/auctions'),
  },
  {
    name: 'right: over at the very millisecond',
    patches: [patch('auctions/win.ts', 'winState', 'now < win.payBy', 'now <= win.payBy')],
    tests: CONTRACT,
  },
  {
    name: 'right: back with the order of its buyer, to lapse',
    patches: [patch('refunds/undo-sale.ts', 'undoClaim', 'if (win === undefined) return', 'if (win?.id !== "") return')],
    tests: CONTRACT,
  },
  {
    name: 'right: over with the order it was paid by',
    patches: [
      patch(
        'refunds/undo-sale.ts',
        'undoClaim',
        '[...unsell(product, attempt, now), endSoldRight(product, line, now)]',
        'unsell(product, attempt, now)',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'right: an offer is none before it is accepted',
    patches: [patch('claims/claim.ts', 'isOwnRight', "source === 'seller'", "source !== 'cart'")],
    tests: CONTRACT,
  },
]
