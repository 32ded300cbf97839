import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer } from '../../index.ts'
import { auctioning, BIDDERS, CARMEN, opened, STAFF, vase } from './auctions-kit.ts'
import { ANA, BOGDAN, changesNothing, type OpenDatabase, outcomesOf, refusalOf, times } from './kit.ts'
import { readTables } from './tables.ts'

/** Bids in this order, each with the price and the leader it makes; a leader of null: refused with this minimum. */
interface Case {
  readonly title: string
  readonly reserve?: bigint
  readonly bids: readonly (readonly [Buyer, bigint, bigint, string | null])[]
}

const CASES: readonly Case[] = [
  { title: 'the first bid pays the start price', bids: [[ANA, 30_000n, 10_000n, 'ana']] },
  { title: 'the start price is enough', bids: [[ANA, 10_000n, 10_000n, 'ana']] },
  { title: 'below the start price is too low', bids: [[ANA, 9_999n, 10_000n, null]] },
  {
    title: 'one step above the second highest',
    bids: [
      [ANA, 30_000n, 10_000n, 'ana'],
      [BOGDAN, 20_000n, 20_500n, 'ana'],
      [BOGDAN, 40_000n, 30_500n, 'bogdan'],
    ],
  },
  {
    title: 'never above the highest',
    bids: [
      [ANA, 30_000n, 10_000n, 'ana'],
      [BOGDAN, 29_800n, 30_000n, 'ana'],
      [BOGDAN, 30_400n, 30_500n, null],
      [BOGDAN, 30_500n, 30_500n, 'bogdan'],
    ],
  },
  {
    title: 'the earlier of equal bids leads',
    bids: [
      [ANA, 30_000n, 10_000n, 'ana'],
      [BOGDAN, 30_000n, 30_000n, 'ana'],
      [CARMEN, 30_500n, 30_500n, 'carmen'],
    ],
  },
  {
    title: 'a bid must be a step above the price',
    bids: [
      [ANA, 30_000n, 10_000n, 'ana'],
      [BOGDAN, 10_499n, 10_500n, null],
      [BOGDAN, 10_500n, 11_000n, 'ana'],
    ],
  },
  {
    title: 'the leader raises his own without raising the price',
    bids: [
      [ANA, 20_000n, 10_000n, 'ana'],
      [BOGDAN, 15_000n, 15_500n, 'ana'],
      [ANA, 20_000n, 20_001n, null],
      [ANA, 20_001n, 15_500n, 'ana'],
      [BOGDAN, 20_001n, 20_001n, 'ana'],
    ],
  },
  {
    title: 'a bid below the reserve pays no more than without one',
    reserve: 25_000n,
    bids: [
      [ANA, 20_000n, 10_000n, 'ana'],
      [BOGDAN, 24_999n, 20_500n, 'bogdan'],
    ],
  },
  { title: 'the first bid that reaches the reserve pays it', reserve: 25_000n, bids: [[ANA, 25_000n, 25_000n, 'ana']] },
  {
    title: 'who reaches the reserve by raising his own lifts the price to it',
    reserve: 25_000n,
    bids: [
      [ANA, 20_000n, 10_000n, 'ana'],
      [ANA, 26_000n, 25_000n, 'ana'],
      [ANA, 40_000n, 25_000n, 'ana'],
    ],
  },
  {
    title: 'who outbids with the reserve pays it, or a step above the other where that is more',
    reserve: 25_000n,
    bids: [
      [ANA, 24_800n, 10_000n, 'ana'],
      [BOGDAN, 40_000n, 25_300n, 'bogdan'],
      [CARMEN, 25_800n, 26_300n, 'bogdan'],
    ],
  },
]

/** A calculation of its own: every bidder's best, in the order in which they came. */
class Oracle {
  readonly #best = new Map<string, { most: bigint; at: number }>()
  readonly #rules: { start: bigint; step: bigint; reserve: bigint | null }
  price: bigint
  leader: string | null = null
  #bids = 0
  constructor(rules: { start: bigint; step: bigint; reserve: bigint | null }) {
    this.#rules = rules
    this.price = rules.start
  }

  bid(bidder: string, most: bigint): boolean {
    const own = this.#best.get(bidder)?.most ?? -1n
    const least = this.leader === null ? this.#rules.start : this.leader === bidder ? own + 1n : this.price + this.#rules.step
    if (most < least) return false
    const raises = this.leader === bidder
    this.#best.set(bidder, { most, at: this.#bids })
    this.#bids += 1
    const [first, second] = [...this.#best].sort(([, left], [, right]) => Number(right.most - left.most) || left.at - right.at)
    const top = first?.[1].most ?? 0n
    if (!raises && second !== undefined) {
      const above = second[1].most + this.#rules.step
      this.price = above < top ? above : top
    }
    const { reserve } = this.#rules
    if (reserve !== null && top >= reserve && this.price < reserve) this.price = reserve
    this.leader = first?.[0] ?? null
    return true
  }
}

/** Numbers that look like chance and are the same every time. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (state >>> 8) % below
  }
}

const ROUNDS = process.env.THOROUGH === '1' ? 60 : 5

/** What bids cost, and who leads. */
export function describeBidPrices(open: OpenDatabase): void {
  describe('bids', () => {
    auctioning(open, 'cost what the rules say', async (kit) => {
      const { auctions } = kit.shop
      for (const { title, bids, reserve } of CASES) {
        const lot = await opened(kit, { product: vase(kit, title), ...(reserve !== undefined && { reservePrice: reserve }) })
        for (const [buyer, most, price, leader] of bids) {
          if (leader === null) {
            const refused = await changesNothing(kit, () => refusalOf(auctions.bid(lot.id, buyer, most), 'bid_too_low'))
            assert.deepEqual(refused.details, { nextMinimum: price }, title)
            continue
          }
          const view = await auctions.bid(lot.id, buyer, most)
          assert.deepEqual([view.price, view.leading], [price, leader === buyer.userId], title)
          assert.equal((await auctions.find(lot.id, STAFF)).winner, leader, title)
          assert.equal(view.reserveMet, reserve === undefined || price >= reserve, title)
          assert.equal(view.nextMinimum, price + 500n, title)
        }
      }
    })

    auctioning(open, 'cost what a calculation of its own says, whatever the order', async (kit) => {
      const { auctions } = kit.shop
      for (const round of times(ROUNDS, (index) => index)) {
        const roll = chance(round + 1)
        const rules = { start: BigInt(roll(300)), step: BigInt(1 + roll(90)), reserve: roll(2) === 0 ? null : 300n + BigInt(roll(400)) }
        const lot = await opened(kit, {
          product: vase(kit, `vase-${round}`),
          startPrice: rules.start,
          step: rules.step,
          ...(rules.reserve !== null && { reservePrice: rules.reserve }),
        })
        const oracle = new Oracle(rules)
        for (const _ of times(14, () => 0)) {
          const bidder = BIDDERS[roll(BIDDERS.length)] ?? ANA
          const most = BigInt(roll(1_000))
          const taken = oracle.bid(bidder.userId ?? '', most)
          const bid = auctions.bid(lot.id, bidder, most)
          if (taken) await bid
          else await refusalOf(bid, 'bid_too_low')
          const view = await auctions.find(lot.id, STAFF)
          assert.deepEqual([view.price, view.winner], [oracle.price, oracle.leader], `round ${round}, ${bidder.userId} ${most}`)
        }
      }
    })

    auctioning(open, 'forty at once: the best leads, every one is judged', async (kit) => {
      const { auctions } = kit.shop
      const lot = await opened(kit)
      const outcomes = await outcomesOf(
        times(40, (index) => auctions.bid(lot.id, { userId: `b${index}` }, 10_000n + BigInt(index) * 1_000n)),
      )
      const view = await auctions.find(lot.id, STAFF)
      const { bid } = await readTables(kit.database)
      assert.equal(view.winner, 'b39')
      assert.equal(view.bids, outcomes.ok)
      assert.equal(bid.length, outcomes.ok)
      assert.equal((outcomes.ok ?? 0) + (outcomes.bid_too_low ?? 0), 40)
    })
  })
}
