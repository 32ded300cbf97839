/**
 * A flash sale: many buyers, one piece, some seconds, two server processes, while others look around. 40 buyers, and 500 with `THOROUGH=1`. How
 * long everybody waits is printed: a figure, because the machine may be busy with other things.
 */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, type Client, openClient } from '../kit/client.ts'
import type { Product } from '../kit/contract-types.ts'
import { ENGINES } from '../kit/database.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf } from '../kit/shelf.ts'
import { codeOf, look, purchase, quote, tryAdd } from '../kit/shopper.ts'
import { atOnce, tally } from '../kit/suites.ts'

const THOROUGH = process.env.THOROUGH === '1'
const { buyers: BUYERS, milliseconds: SALE } = THOROUGH ? { buyers: 500, milliseconds: 5_000 } : { buyers: 40, milliseconds: 400 }
const BYSTANDERS = 10
/** What a bystander looks at, one thing after the other, and how long he looks at each. */
const PAGES = ['/', '/api/products?limit=20', '/cart', '/cart/drawer']
const LOOKING = 100
/** Whoever is refused comes back so often, and after so long. */
const TRIES = 2
const BETWEEN_TRIES = SALE / 5

interface Timed {
  readonly answer: Answer
  readonly milliseconds: number
}

async function timed(ask: () => Promise<Answer>): Promise<Timed> {
  const begun = performance.now()
  const answer = await ask()
  return { answer, milliseconds: performance.now() - begun }
}

/** The value below which so large a part of them lies. */
function part(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

/** Tries to put the piece into his cart, some times, and pays for it when he has it. */
async function rush(client: Client, piece: Product, refusals: Timed[]): Promise<Answer | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const added = await timed(() => tryAdd(client, piece))
    if (added.answer.status === 200) {
      const shown = await quote(client, { payment: 'cod' })
      return client.post('/checkout', purchase(shown, 'cod', { email: 'oaspete@example.com' }))
    }
    refusals.push(added)
    await pause(BETWEEN_TRIES)
  }
  return null
}

async function lookAround(client: Client, until: number, readings: Timed[]): Promise<void> {
  for (let page = 0; performance.now() < until; page += 1) {
    readings.push(await timed(() => client.get(PAGES[page % PAGES.length] ?? '/')))
    await pause(LOOKING)
  }
}

// One engine after the other: each has the machine for itself.
for (const engine of ENGINES)
  describe(`a flash sale, ${engine.name}`, () => {
    let house: House
    before(async () => {
      house = await openHouse(engine, {}, {})
    })
    after(() => house.close())

    it(`${BUYERS} buyers, one piece: one sale, a typed no for all others, and whoever looks around is served`, async (context) => {
      const piece = (await openShelf(house.url)).garment()
      const server = (index: number): string => house.servers[index % house.servers.length]?.url ?? house.url
      const [refusals, readings]: [Timed[], Timed[]] = [[], []]
      const opened = performance.now()
      const bystanders = atOnce(BYSTANDERS, async (index) => {
        await pause((index * LOOKING) / BYSTANDERS)
        return lookAround(openClient(server(index)), opened + SALE, readings)
      })
      const bought = await atOnce(BUYERS, async (index) => {
        // One after the other through the first half, but for a tenth who press at once.
        await pause(index % 10 === 0 ? 0 : (index * SALE) / BUYERS / 2)
        return rush(openClient(server(index)), piece, refusals)
      })
      await bystanders

      const orders = bought.filter((answer) => answer !== null)
      assert.deepEqual(
        orders.map(({ status }) => status),
        [201],
        orders.map(({ text }) => text).join(),
      )
      const codes = tally(refusals.map(({ answer }) => `${answer.status} ${codeOf(answer)}`))
      assert.deepEqual(
        Object.keys(codes).filter((code) => code !== '409 item_taken' && code !== '410 item_sold'),
        [],
        JSON.stringify(codes),
      )
      assert.ok((codes['410 item_sold'] ?? 0) > 0, JSON.stringify(codes))
      assert.deepEqual(tally(readings.map(({ answer }) => String(answer.status))), { 200: readings.length })
      assert.equal((await look(house.visitor(), piece)).availability, 'sold')
      const [no, page] = [refusals, readings].map((all) => all.map(({ milliseconds }) => milliseconds)) as [number[], number[]]
      context.diagnostic(
        `${engine.name}, ${BUYERS} buyers: ${no.length} refusals, p50 ${part(no, 0.5)} ms, p99 ${part(no, 0.99)} ms, slowest ${part(no, 1)} ms; ` +
          `${page.length} readings, p50 ${part(page, 0.5)} ms, p99 ${part(page, 0.99)} ms, slowest ${part(page, 1)} ms`,
      )
    })
  })
