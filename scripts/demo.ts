/**
 * `npm run demo`: the shop in memory, and people who use it over HTTP as any client would: one sale that forty others come too late for, one hold that lapses and
 * goes to the next in line, one auction from the first bid to the paid order. Then the books are examined, and the shop stays open to look around.
 * `--once` ends it there.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { money } from 'cartwright'
import { serveNode } from 'cartwright/http'
import { createApp } from '../apps/revers/src/app.ts'
import { insertItem } from '../apps/revers/src/catalogue/item-rows.ts'
import { DEMO_ITEMS } from '../apps/revers/src/seed/things.ts'
import { readSettings } from '../apps/revers/src/settings.ts'
import { type DemoPerson, demoPerson, type Json, must } from './demo-person.ts'

const HOLD_SECONDS = 6
const AUCTION_SECONDS = 8
const RIVALS = 40

const once = process.argv.includes('--once')
const app = await createApp(
  readSettings({
    DATABASE_URL: 'sqlite::memory:',
    SWEEP_SECONDS: '1',
    HOLD_SECONDS: String(HOLD_SECONDS),
    RATE_LIMIT: 'off',
    PORT: once ? '0' : (process.env.PORT ?? '3000'),
  }),
  console.error,
)
const server = await serveNode(app.handle, { host: '127.0.0.1', port: once ? 0 : Number(process.env.PORT ?? 3000) })
const endRounds = app.startRounds()
const say = (text: string): void => console.log(text)
const chapter = (title: string): void => say(`\n${title}\n${'-'.repeat(title.length)}`)
const person = (name: string): Promise<DemoPerson> => demoPerson(server.url, name)

say(`The shop is open at ${server.url} (everybody's password: parola-demo-1). A hold lasts ${HOLD_SECONDS} seconds in this demonstration.`)
await sale()
await lapsedHold()
await auction()
await books()

if (once) {
  await endRounds()
  app.watch.close()
  await server.stop(1_000)
  await app.close()
} else {
  say(`\nThe shop stays open: ${server.url}. Ctrl+C ends it.`)
}

/** One garment, one buyer, forty who come at the same moment. */
async function sale(): Promise<void> {
  chapter('One garment and forty-one buyers')
  const piece = await freeGarment()
  const [ana, ...others] = await Promise.all([person('ana'), ...rivals().map(person)])
  must(ana !== undefined, 'Ana is there')
  await ana.add(piece)
  say(`Ana puts "${piece.name}" into her cart: it is hers for ${HOLD_SECONDS} seconds.`)
  const answers = await Promise.all(others.map((other) => other.tryToAdd(piece)))
  must(
    answers.every(({ status, body }) => status === 409 && body.code === 'item_taken'),
    'everybody else is refused',
  )
  say(`${answers.length} others try at once. Each is told: taken, perhaps free again at ${clock(answers[0]?.body.available_again_at)}.`)
  const order = await ana.payByWallet()
  say(`Ana pays ${order.total} ${order.currency} from her wallet: order ${order.number}, ${order.state}. ${server.url}${order.url}`)
  const late = await others[0]?.tryToAdd(piece)
  must(late?.status === 410, 'it is sold')
  say('Who comes now hears that it is sold.')
}

/** A hold runs out by itself, and the next in line has his turn. */
async function lapsedHold(): Promise<void> {
  chapter('A hold that lapses')
  const dress = await freeGarment()
  const [bogdan, waiting] = await Promise.all([person('bogdan'), person('buyer01')])
  await bogdan.add(dress)
  const { position } = await waiting.post('/queue', { product: dress.key })
  say(`Bogdan has "${dress.name}" in his cart and thinks. Buyer 1 waits in line: place ${position}.`)
  await pause(HOLD_SECONDS * 1_000 + 1_500)
  const [line] = (await bogdan.get('/cart')).lines as Json[]
  must(line?.state === 'expired', "Bogdan's hold has lapsed")
  say("The hold has lapsed. Bogdan's line is still in his cart, marked as lapsed and out of the total; nothing vanished.")
  await waiting.add(dress)
  say('It is the turn of Buyer 1, and nobody could push in between: now it is in that cart.')
  const again = await bogdan.tryToAdd(dress)
  must(again.status === 409, 'Bogdan is too late')
  say('Bogdan comes back too late and is told so, at once and in plain words.')
}

/** Bids up to a maximum, the end, the winner's own price, the paid order. */
async function auction(): Promise<void> {
  chapter('An auction')
  const model = DEMO_ITEMS.find((item) => item.auctionOnly)
  must(model !== undefined, 'there is a garment to auction')
  const product = { type: 'garment', id: 'demo-auction' }
  await app.shop.context.db.batch(insertItem({ ...model, id: product.id, listed: true, place: 2_000n }))
  const lot = await app.shop.auctions.open({
    product,
    startPrice: money('90.00', 'RON'),
    softClose: 0n,
    endsAt: app.shop.context.clock() + BigInt(AUCTION_SECONDS) * 1_000n,
  })
  const page = `/auctions/${lot.id}`
  say(`"${model.name.ro}" is up for auction from 90.00 lei, for ${AUCTION_SECONDS} seconds. ${server.url}${page}`)
  const [ana, rival] = await Promise.all([person('ana'), person('buyer02')])
  const first = await ana.post(`${page}/bids`, { amount: '150.00' })
  say(`Ana bids up to 150.00. She leads at ${first.price}; her maximum is nobody's business.`)
  const second = await rival.post(`${page}/bids`, { amount: '130.00' })
  say(`Buyer 2 bids 130.00: the shop answers for Ana, who still leads at ${second.price}.`)
  const third = await rival.post(`${page}/bids`, { amount: '180.00' })
  say(`Buyer 2 bids 180.00 and leads at ${third.price}.`)
  await pause(AUCTION_SECONDS * 1_000)
  const won = await winOf(rival)
  say(`It is over. Buyer 2 has won at ${won.price} and alone may buy it, until ${day(won.pay_by)}.`)
  const order = await rival.payByWallet()
  say(`Paid: order ${order.number}, ${order.total} ${order.currency} with protection and delivery. ${server.url}${order.url}`)
}

/** The winner's right: an auction is closed by the first round after its end, and a round comes every second. */
async function winOf(winner: DemoPerson): Promise<Json> {
  for (let looks = 0; looks < 20; looks += 1) {
    const [won] = (await winner.get('/account/wins')).items as Json[]
    if (won?.state === 'unpaid') return won
    await pause(500)
  }
  throw new Error('nobody has won the auction ten seconds after its end')
}

async function books(): Promise<void> {
  chapter('The books')
  const findings = await app.shop.doctor()
  must(findings.length === 0, `the doctor finds nothing: ${JSON.stringify(findings)}`)
  say('The doctor has read every table: each right has one holder, each order is paid once, the ledger sums to zero. Nothing to report.')
}

/** A garment that nobody has yet. */
async function freeGarment(): Promise<{ readonly key: string; readonly name: string }> {
  const visitor = await person('admin')
  const { items } = await visitor.get('/api/products?type=garment&availability=available&limit=50')
  const found = (items as Json[]).find(({ price }) => Number(price) < 300)
  must(found !== undefined, 'there is a garment that is free')
  return { key: `${found.type}:${found.id}`, name: String(found.name) }
}

function rivals(): string[] {
  return Array.from({ length: RIVALS }, (_, index) => `buyer${String(index + 1).padStart(2, '0')}`)
}

function day(time: unknown): string {
  return new Date(String(time)).toLocaleDateString('ro-RO', { timeZone: 'Europe/Bucharest', dateStyle: 'long' })
}

function clock(time: unknown): string {
  return new Date(String(time)).toLocaleTimeString('ro-RO', { timeZone: 'Europe/Bucharest' })
}
