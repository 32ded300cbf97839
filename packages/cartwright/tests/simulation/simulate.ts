import assert from 'node:assert/strict'
import { type Buyer, type ProductRef, ShopError } from '../../src/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { type Kit, openKit, times } from '../../src/testing/contract/kit.ts'
import { dice } from '../races/storm.ts'
import { calendar } from './calendar.ts'
import { type Line, line } from './line.ts'

const MINUTE = 60_000n
const HOLD = 15n * MINUTE
/** How long the first in line has a thing for himself. */
const WINDOW = 5n * MINUTE
/** All come within this time. */
const DAY = 8 * 60

/** What came of a simulation. */
export interface Counts {
  readonly taken: number
  readonly takenFromLine: number
  readonly sold: number
  readonly refused: number
  readonly joined: number
  readonly left: number
  /** Windows that nobody used. */
  readonly unused: number
}

/**
 * Lets many people want few things for a day of virtual time: they come, take or wait, come back in their windows or never, push in, give back, buy or let
 * their time run out. Each try must come to what is promised (`line.ts`). Everything follows from the seed.
 */
export async function simulate(seed: number, { shoppers, items }: { readonly shoppers: number; readonly items: number }): Promise<Counts> {
  const kit = await openKit(async () => sqlite(':memory:'), { holds: { user: HOLD, turn: WINDOW, queue: shoppers } })
  try {
    const counts = await play(kit, seed, shoppers, items)
    await assertInvariants(kit.database, kit.clock())
    return counts
  } finally {
    await kit.shop.close()
  }
}

interface Thing {
  readonly product: ProductRef
  readonly line: Line
}

async function play({ shop, shelf, clock }: Kit, seed: number, shoppers: number, items: number): Promise<Counts> {
  const roll = dice(seed)
  const counts = { taken: 0, takenFromLine: 0, sold: 0, refused: 0, joined: 0, left: 0, unused: 0 }
  const later = calendar()
  const start = clock()
  const things = times(items, (index): Thing => ({ product: shelf.garment(`coat-${index}`), line: line(clock) }))
  const buyerOf = (who: string): Buyer => ({ userId: who })
  const chance = (percent: number): boolean => roll(100) < percent
  /** Between two moments, now and then exactly at the first or in the last millisecond before the second. */
  const between = (from: bigint, until: bigint): bigint => {
    const edge = roll(10)
    if (edge === 0) return from
    return edge === 1 ? until - 1n : from + BigInt(roll(Number(until - from)))
  }
  const told = (what: string): string => `seed ${seed}, minute ${Number(clock() - start) / 60_000}: ${what}`

  /** Whose window begins comes in it, mostly; when it is over it is the next one's. */
  const watch = ({ line: behind, product }: Thing): void => {
    const turn = behind.turn()
    if (turn === null) return
    const end = clock() + WINDOW
    const moment = between(clock(), end)
    if (chance(65)) later.at(moment, () => (behind.isWaiting(turn.who) ? visit({ line: behind, product }, turn.who) : undefined))
    else if (chance(50)) later.at(moment, () => leave({ line: behind, product }, turn.who))
    later.at(
      end,
      () => {
        const isStill = behind.turn()?.window === turn.window
        behind.endWindow(turn.window)
        if (!isStill) return
        counts.unused += 1
        watch({ line: behind, product })
      },
      true,
    )
  }

  /** Somebody tries to take the thing: what comes of it must be what was promised. */
  const visit = async (thing: Thing, who: string): Promise<void> => {
    const promised = thing.line.may(who)
    const waited = thing.line.isWaiting(who)
    const result = await shop
      .cart(buyerOf(who))
      .add(thing.product)
      .then(
        ({ view }) => ({ until: view.lines[0]?.heldUntil ?? null, again: null, end: 'take' as const }),
        (error: unknown) => {
          if (!(error instanceof ShopError)) throw error
          const end = { item_taken: 'taken', item_sold: 'sold' }[error.code as string]
          return { until: null, again: error.details.availableAgainAt, end: end ?? error.code }
        },
      )
    assert.equal(result.end, promised, told(`${who} tries ${thing.product.id}`))
    if (result.end === 'take') {
      assert.equal(result.until, clock() + HOLD, told(`${who} has ${thing.product.id} for another time`))
      await hold(thing, who, waited)
      return
    }
    counts.refused += 1
    if (result.end === 'taken' && !waited) await wait(thing, who, result.again)
  }

  const hold = async (thing: Thing, who: string, waited: boolean): Promise<void> => {
    const { idle, unused } = thing.line.take(who)
    counts.taken += 1
    if (waited) {
      counts.takenFromLine += 1
      assert.ok(idle < WINDOW * BigInt(unused + 1), told(`${thing.product.id} lay idle for ${idle} ms though ${who} waited`))
    }
    const end = clock() + HOLD
    const cart = shop.cart(buyerOf(who))
    const what = roll(20)
    if (what === 0) {
      later.at(between(clock(), end), async () => {
        await cart.close()
        thing.line.sell()
        counts.sold += 1
      })
    } else if (what < 8) {
      later.at(between(clock(), end), async () => {
        await cart.remove(thing.product)
        thing.line.free()
        watch(thing)
      })
    } else {
      later.at(
        end,
        () => {
          thing.line.free()
          watch(thing)
        },
        true,
      )
    }
  }

  /** Who was refused waits in line, tries again when he was told to, or goes. */
  const wait = async (thing: Thing, who: string, again: unknown): Promise<void> => {
    const what = roll(10)
    if (what < 7) {
      const { position } = await shop.queue.join(thing.product, buyerOf(who))
      counts.joined += 1
      assert.equal(position, thing.line.join(who), told(`${who} joins the line of ${thing.product.id}`))
      if (chance(15)) later.at(clock() + BigInt(roll(60)) * MINUTE, () => leave(thing, who))
      if (chance(30)) later.at(clock() + BigInt(roll(60)) * MINUTE, () => pushIn(thing, who))
    } else if (what < 9 && typeof again === 'bigint') later.at(again > clock() ? again : clock() + MINUTE, () => visit(thing, who))
  }

  /** Somebody who waits tries it before, or after, his window. */
  const pushIn = async (thing: Thing, who: string): Promise<void> => {
    if (!thing.line.isWaiting(who)) return
    const places = await shop.queue.places(buyerOf(who))
    assert.deepEqual(
      places.map(({ product, position }) => [product.id, position]),
      [[thing.product.id, thing.line.join(who)]],
      told(`where ${who} waits`),
    )
    await visit(thing, who)
  }

  const leave = async (thing: Thing, who: string): Promise<void> => {
    if (!thing.line.isWaiting(who)) return
    const hadTurn = thing.line.turn()?.who === who
    await shop.queue.leave(thing.product, buyerOf(who))
    thing.line.leave(who)
    counts.left += 1
    if (hadTurn) watch(thing)
  }

  for (const index of times(shoppers, (one) => one)) {
    const moment = start + (BigInt(roll(DAY * 60)) * MINUTE) / 60n
    // Some things are wanted much more than others.
    const wanted = Math.floor((roll(1_000) * roll(1_000) * items) / 1_000_000)
    later.at(moment, () => visit(things[wanted] ?? assert.fail(), `shopper-${index}`))
  }
  // Nothing depends on the sweeper: it comes now and then.
  for (const hour of times(3, (one) => BigInt(one)))
    later.at(start + (1n + 3n * hour) * 60n * MINUTE, () => shop.sweep().then(() => undefined))
  await later.run((time) => clock.set(time))
  return counts
}
