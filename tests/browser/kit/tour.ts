/** Every page of the shop in every state that has a look of its own, for tests that look at all of them. */
import type { Page } from 'playwright-core'
import type { Client } from '../../../apps/revers/tests/kit/client.ts'
import { lotsSchema, placedSchema } from '../../../apps/revers/tests/kit/contract.ts'
import type { Product } from '../../../apps/revers/tests/kit/contract-types.ts'
import { crawl } from '../../../apps/revers/tests/kit/crawl.ts'
import type { House } from '../../../apps/revers/tests/kit/house.ts'
import { openShelf } from '../../../apps/revers/tests/kit/shelf.ts'
import { add, login, nameOf, purchase, quote, read } from '../../../apps/revers/tests/kit/shopper.ts'
import { addButton, alertOf, drawer, payButton, words } from './buying.ts'

/** One look at one page. */
export interface View {
  readonly name: string
  readonly path: string
  /** Whose browser it is. */
  readonly cookies: ReadonlyMap<string, string>
  /** What is done on the page before it is looked at. */
  readonly act?: (page: Page) => Promise<void>
}

/** Settings of the second server of the house, which counts tries. */
export const STRICT = { RATE_LIMIT: 'on', SWEEP_SECONDS: '0' }
/** Settings of the first. Nothing changes by itself while the pages are looked at. */
export const QUIET = { SWEEP_SECONDS: '0' }

/** The parts of the tour, each with the least number of views it has: a tour that finds little would prove little. */
export const ROOMS = { catalogue: 20, cart: 8, checkout: 12, auctions: 6, people: 40, faults: 4 } as const
export type Room = keyof typeof ROOMS
export type Tour = (room: Room) => Promise<readonly View[]>

/** Brings a house of the servers `QUIET` and `STRICT` into the states of a room, when it is asked for first, and names the pages that show them. */
export async function openTour(house: House): Promise<Tour> {
  const shelf = await openShelf(house.url)
  const rooms: Readonly<Record<Room, (house: House, shelf: Shelf) => Promise<readonly View[]>>> = {
    catalogue: catalogueViews,
    cart: cartViews,
    checkout: checkoutViews,
    auctions: auctionViews,
    people: peopleViews,
    faults: faultViews,
  }
  const prepared = new Map<Room, Promise<readonly View[]>>()
  return async (room) => {
    const views = prepared.get(room) ?? rooms[room](house, shelf)
    prepared.set(room, views)
    const { length } = await views
    if (length < ROOMS[room]) throw new Error(`the tour has ${length} views of ${room} only`)
    return views
  }
}

type Shelf = Awaited<ReturnType<typeof openShelf>>
type Act = (page: Page) => Promise<void>

const view = (name: string, client: Client, path: string, act?: Act): View => ({
  name,
  path,
  cookies: new Map(client.cookies),
  ...(act && { act }),
})

// Lists of equal moments come in any order: with one page of each kind, what the first of them looks like would be up to chance.
const OF_EACH_KIND = 4

/** Whatever this person reaches by links in these rooms. */
async function crawled(name: string, client: Client, ...rooms: readonly string[]): Promise<View[]> {
  return (await crawl(client, rooms, rooms.includes('/admin') ? OF_EACH_KIND : 1)).map((path) => view(`${name}: ${path}`, client, path))
}

const lapse = (house: House, product: Product): Promise<unknown> =>
  house.database.query(`update claim set expires_at = ${Date.now() - 1_000} where product = '${nameOf(product)}' returning product`)

async function catalogueViews(house: House, shelf: Shelf): Promise<View[]> {
  const [visitor, holder, waiting] = [house.visitor(), house.signedIn('buyer01'), house.signedIn('buyer02')]
  const [free, held, sold] = shelf.garments(3)
  if (!free || !held || !sold) throw new Error('the shelf is too small')
  await add(holder, held)
  await waiting.post('/queue', { product: nameOf(held) })
  const buyer = house.signedIn('buyer03')
  await add(buyer, sold)
  await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'wallet' }), 'wallet'))
  const own = shelf.garmentOf('Mihai')
  return [
    ...(await crawled('visitor', visitor, '/')),
    view('nothing found', visitor, '/?q=zzzzzz'),
    view('available', visitor, free.url),
    view('held by another', visitor, held.url),
    view('in line', waiting, held.url),
    view('in my cart', holder, held.url),
    view('sold', visitor, sold.url),
    view('my own', house.signedIn('mihai'), own.url),
    view('may not buy', house.signedIn('ioana'), free.url),
    view('counted', visitor, shelf.article().url),
    view('weighed', visitor, shelf.weighed.url),
    view('catalogue of a holder', holder, '/'),
    ...(await crawled('waiting', waiting, '/queue')),
  ]
}

async function cartViews(house: House, shelf: Shelf): Promise<View[]> {
  const full = house.visitor()
  const [first, saved, lapsed, taken, gone] = shelf.garments(5)
  if (!first || !saved || !lapsed || !taken || !gone) throw new Error('the shelf is too small')
  for (const product of [first, shelf.article(), shelf.weighed, saved]) await add(full, product)
  const { cart } = await add(full, shelf.garment())
  const aside = cart.lines.find(({ product }) => product.id === saved.id)
  await full.post('/cart/saved', { line: aside?.id })
  await full.post('/cart/discount', { code: 'MINUS20LEI' })

  const unlucky = house.visitor()
  for (const product of [lapsed, taken, gone]) await add(unlucky, product)
  for (const product of [lapsed, taken, gone]) await lapse(house, product)
  await add(house.signedIn('buyer01'), taken)
  const faster = house.signedIn('buyer04')
  await add(faster, gone)
  await faster.post('/checkout', purchase(await quote(faster, { payment: 'wallet' }), 'wallet'))

  const merging = house.visitor()
  await add(merging, shelf.article())
  await add(merging, shelf.garmentOf('Mihai'))
  await login(merging, 'mihai')

  const open: Act = async (page) => {
    await page.locator('[data-cart-open]').click()
    await drawer(page).waitFor()
  }
  const coupon: Act = async (page) => {
    await page.getByText(words.cart.haveCode).first().click()
    await page.getByLabel(words.cart.code).first().fill('NUEXISTA')
    await page.getByRole('button', { name: words.cart.applyCode }).first().click()
    await page.locator('[name=code][aria-invalid=true]').first().waitFor()
  }
  return [
    view('full cart', full, '/cart'),
    view('wrong coupon', full, '/cart', coupon),
    view('lapsed, taken and sold lines', unlucky, '/cart'),
    view('drawer with trouble', unlucky, '/', open),
    view('joined carts', merging, '/cart'),
    view('drawer', full, '/', open),
    view('empty drawer', house.visitor(), '/', open),
    view('drawer after an addition', house.visitor(), shelf.garment().url, async (page) => {
      await addButton(page).click()
      await drawer(page).waitFor()
    }),
  ]
}

async function checkoutViews(house: House, shelf: Shelf): Promise<View[]> {
  const [guest, user, lapsing, poor] = [house.visitor(), house.signedIn('buyer05'), house.visitor(), house.signedIn('bogdan')]
  await add(guest, shelf.garment())
  await add(user, shelf.garment())
  await add(
    poor,
    shelf.garment(({ price }) => Number(price) > 60),
  )
  const lost = shelf.garment()
  for (const product of [lost, shelf.garment()]) await add(lapsing, product)
  await lapse(house, lost)

  const paying = house.signedIn('buyer06')
  await add(paying, shelf.garment())
  const answer = await paying.post('/checkout', purchase(await quote(paying, { payment: 'card' }), 'card'))
  const { next, order } = read(answer, 202, placedSchema) as { next?: { url: string }; order: { url: string } }
  const bought = house.signedIn('buyer07')
  await add(bought, shelf.garment())
  const placed = read(await bought.post('/checkout', purchase(await quote(bought, { payment: 'cod' }), 'cod')), 201, placedSchema)
  const cancelled = house.signedIn('buyer08')
  await add(cancelled, shelf.garment())
  const given = read(
    await cancelled.post('/checkout', purchase(await quote(cancelled, { payment: 'wallet' }), 'wallet')),
    201,
    placedSchema,
  )
  await cancelled.post(`/orders/${given.order.id}/cancel`)
  const press: Act = async (page) => {
    await page.locator('form').evaluateAll((forms) => {
      for (const form of forms as HTMLFormElement[]) form.noValidate = true
    })
    await payButton(page).first().click()
    await page.waitForLoadState()
  }
  return [
    view('checkout of a guest', guest, '/checkout'),
    view('checkout with nothing filled in', guest, '/checkout', press),
    view('checkout of a user', user, '/checkout'),
    view('checkout with an address', house.signedIn('ana'), '/checkout'),
    view('checkout without enough money', poor, '/checkout?payment=wallet'),
    view('checkout with a lapsed line', lapsing, '/checkout'),
    view('payment page', paying, next?.url ?? order.url),
    view('order that waits for its payment', paying, order.url),
    view('cart that waits for its payment', paying, '/cart'),
    view('order', bought, placed.order.url),
    view('receipt', bought, `${placed.order.url}/receipt`),
    view('cancelled order', cancelled, given.order.url),
  ]
}

async function auctionViews(house: House): Promise<View[]> {
  const [leader, outbid] = [house.signedIn('buyer09'), house.signedIn('buyer10')]
  const { items } = read(await house.visitor().get('/auctions'), 200, lotsSchema)
  const [lot, over] = items
  if (!lot || !over) throw new Error('no auctions')
  await outbid.post(`/auctions/${lot.id}/bids`, { amount: '300.00' })
  await leader.post(`/auctions/${lot.id}/bids`, { amount: '400.00' })
  await house.database.query(`update auction_lot set ends_at = ${Date.now()} where lot_id = '${over.id}' returning lot_id`)
  const low: Act = async (page) => {
    await page.getByRole('textbox', { name: /ofert/i }).fill('1.00')
    await page.getByRole('button', { name: words.shop.bid }).first().click()
    await alertOf(page).waitFor()
  }
  return [
    view('lot', house.visitor(), `/auctions/${lot.id}`),
    view('lot, leading', leader, `/auctions/${lot.id}`),
    view('lot, outbid', outbid, `/auctions/${lot.id}`),
    view('lot, bid too low', outbid, `/auctions/${lot.id}`, low),
    view('lot, over', house.visitor(), `/auctions/${over.id}`),
    view('auctions of a bidder', outbid, '/auctions'),
  ]
}

async function peopleViews(house: House): Promise<View[]> {
  const admin = house.visitor()
  await login(admin, 'admin')
  const wrong: Act = async (page) => {
    await page.getByLabel(words.account.email).fill('ana@example.com')
    await page.getByLabel(words.account.password).fill('nu-e-asta')
    await page.getByRole('main').getByRole('button', { name: words.account.login }).click()
    await alertOf(page).waitFor()
  }
  return [
    ...(await crawled('ana', house.signedIn('ana'), '/account', '/orders', '/wallet', '/addresses', '/cart')),
    ...(await crawled('buyer', house.signedIn('buyer07'), '/account', '/orders')),
    ...(await crawled('seller', house.signedIn('mihai'), '/sell')),
    ...(await crawled('admin', admin, '/admin')),
    view('wrong password', house.visitor(), '/login', wrong),
  ]
}

async function faultViews(house: House): Promise<View[]> {
  const visitor = house.visitor()
  const strict = house.servers[1]?.url ?? ''
  // At the moment itself: the limit forgets a try every few seconds.
  const often: Act = async (page) => {
    const guess = { form: { email: 'nimeni@example.com', password: 'nu-e-asta' }, headers: { origin: strict } }
    await Promise.all(Array.from({ length: 60 }, () => page.request.post(`${strict}/login`, guess)))
    await page.getByLabel(words.account.email).fill(guess.form.email)
    await page.getByLabel(words.account.password).fill(guess.form.password)
    await page.getByRole('main').getByRole('button', { name: words.account.login }).click()
    await alertOf(page)
      .or(page.getByRole('heading', { name: words.account.loginTitle, level: 1 }))
      .first()
      .waitFor()
  }
  return [
    view('not found', visitor, '/nu-exista'),
    view('no such product', visitor, '/p/garment/nu-exista'),
    view('wrong question', visitor, '/?availability=nu-exista'),
    view('too many tries', visitor, `${strict}/login`, often),
  ]
}
