/** The main job over HTTP, spoken in JSON: find, add, log in, pay, own. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Client } from '../kit/client.ts'
import { drawerSchema, minor, orderSchema, placedSchema } from '../kit/contract.ts'
import type { Drawer, Order, Product, Totals } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import {
  add,
  CLUJ,
  cartOf,
  drawerOf,
  lineOf,
  login,
  look,
  nameOf,
  orderOf,
  ordersOf,
  products,
  purchase,
  quote,
  read,
  refusal,
  tryAdd,
  walletOf,
} from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

const upTo300 = (product: Product): boolean => minor(product.price) <= 30_000n

/** The amounts, without the remark whether the shipping is an estimate: an address typed in later turns it into a promise. */
function figures({ shipping_is_estimate: _isEstimate, ...amounts }: Totals): object {
  return amounts
}

/** Cart and quote show the same figures; only the shipping may not be known in the cart yet. */
function assertSameFigures(cart: Totals, quoted: Totals): void {
  const known = cart.shipping === null ? { ...quoted, shipping: null, total: cart.total } : quoted
  assert.deepEqual(figures(cart), figures(known))
  assert.equal(minor(cart.total) - minor(cart.shipping), minor(quoted.total) - minor(quoted.shipping))
}

/** The fee of the contract: 5 % of the goods plus 3.00, half up, for one seller without discount. */
const protectionFee = (goods: bigint): bigint => (goods * 5n + 50n) / 100n + 300n

async function assertSold(visitor: Client, product: Product): Promise<void> {
  assert.equal((await look(visitor, product)).availability, 'sold')
  refusal(await tryAdd(visitor, product), 410, 'item_sold')
  const page = await visitor.page(product.url)
  assert.equal(page.status, 200)
  assert.ok((await products(visitor, { availability: 'available' })).every(({ type, id }) => type !== product.type || id !== product.id))
}

function assertDrawer(drawer: Drawer, product: Product): void {
  const line = lineOf(drawer.cart, product)
  assert.equal(drawer.count, 1)
  assert.equal(line.line_total, product.price)
  assert.equal(line.unit_price, product.price)
  assert.ok(line.held_until && line.held_until > drawer.now, 'the hold ends in the future')
  assert.notEqual(drawer.announce, '')
  assert.ok(drawer.html.includes(line.product.url), 'the mini cart links to the product')
  assert.equal(minor(drawer.cart.totals.subtotal), minor(product.price))
  assert.deepEqual(
    drawer.cart.totals.fees.map(({ amount }) => minor(amount)),
    [protectionFee(minor(product.price))],
  )
}

onEveryEngine('main job in JSON', (engine) => {
  let house: House
  let shelf: Shelf
  const visitor = (): Client => house.visitor()
  before(async () => {
    house = await openHouse(engine)
    shelf = await openShelf(house.url)
  })
  after(() => house.close())

  it('lets a guest add a garment, log in as Ana and pay by wallet', async () => {
    const guest = visitor()
    const stranger = visitor()
    const garment = shelf.garment(upTo300)
    const added = await add(guest, garment)
    assertDrawer(added, garment)
    assert.deepEqual((await drawerOf(guest)).cart, added.cart)
    assert.deepEqual(await cartOf(guest), added.cart)
    assert.equal((await look(guest, garment)).availability, 'in_your_cart')
    const seen = await look(stranger, garment)
    assert.equal(seen.availability, 'held')
    assert.equal(seen.available_again_at, refusal(await tryAdd(stranger, garment), 409, 'item_taken').available_again_at)

    const ana = guest
    await login(ana, 'ana')
    const cart = await cartOf(ana)
    const line = lineOf(cart, garment)
    assert.equal(line.state, 'ok')
    assert.deepEqual(
      cart.lines.filter(({ kind }) => kind === 'auction_win').map(({ line_total }) => line_total),
      ['80.00', '120.00'],
      'the two lots she has won are in her cart',
    )
    assert.equal((await walletOf(ana)).balance, '1000.00')

    const [address] = (await quote(ana)).addresses
    assert.ok(address?.id, 'Ana has an address')
    const shown = await quote(ana, { payment: 'wallet', lines: line.id, address: address.id })
    assertSameFigures(added.cart.totals, shown.quote.totals)
    const answer = await ana.post('/checkout', purchase(shown, 'wallet', { address: address.id, lines: [line.id] }))
    const { order } = read(answer, 201, placedSchema)
    assertBought(order, garment, shown.quote.totals, { method: 'wallet', state: 'captured' })
    assert.deepEqual(read(await ana.get(order.url), 200, orderSchema), order)
    assert.deepEqual(await orderOf(ana, order.id), order)
    assert.deepEqual(await ordersOf(ana), [order])

    const wallet = await walletOf(ana)
    assert.equal(minor(wallet.balance), 100_000n - minor(order.total))
    assert.equal(wallet.held, '0.00')
    assert.ok(wallet.entries.some((entry) => entry.order === order.id && minor(entry.amount) === -minor(order.total)))
    assert.deepEqual(
      (await cartOf(ana)).lines.map(({ kind }) => kind),
      ['auction_win', 'auction_win'],
      'what she did not buy stays in her cart',
    )
    await assertSold(stranger, garment)
    await assertSold(visitor(), garment)
  })

  it('sells cash on delivery to an address typed in', async () => {
    const buyer = visitor()
    const garment = shelf.garment()
    await add(buyer, garment)
    await login(buyer, 'buyer01')
    const shown = await quote(buyer, { payment: 'cod' })
    assert.ok(shown.quote.payment_options.find(({ id }) => id === 'cod')?.eligible)
    const { order } = read(await buyer.post('/checkout', purchase(shown, 'cod')), 201, placedSchema)
    assertBought(order, garment, shown.quote.totals, { method: 'cod', state: 'pending' })
    assert.partialDeepStrictEqual(order.address, CLUJ)
    assert.equal((await walletOf(buyer)).balance, '1000.00')
    assert.deepEqual((await cartOf(buyer)).lines, [])
    await assertSold(visitor(), garment)
  })

  it('sells by card: declined, the hold stays; then paid', async () => {
    const buyer = house.signedIn('buyer02')
    const garment = shelf.garment()
    await add(buyer, garment)
    const first = await quote(buyer, { payment: 'card' })
    const declined = read(await buyer.post('/checkout', purchase(first, 'card')), 202, placedSchema)
    assert.equal(declined.order.payments[0]?.state, 'pending')
    refusal(await buyer.post(declined.next?.url ?? '', { outcome: 'decline' }), 402, 'card_declined')

    const line = lineOf(await cartOf(buyer), garment)
    assert.equal(line.state, 'ok')
    assert.ok(line.held_until, 'the hold is back')
    refusal(await tryAdd(visitor(), garment), 409, 'item_taken')

    const second = await quote(buyer, { payment: 'card' })
    const pending = read(await buyer.post('/checkout', purchase(second, 'card')), 202, placedSchema)
    const paid = read(await buyer.post(pending.next?.url ?? '', { outcome: 'succeed' }), 200, placedSchema)
    assertBought(paid.order, garment, second.quote.totals, { method: 'card', state: 'captured' })
    assert.deepEqual(await orderOf(buyer, paid.order.id), paid.order)
    assert.deepEqual((await cartOf(buyer)).lines, [])
    await assertSold(visitor(), garment)
  })

  it('pays from the wallet first and the rest by card', async () => {
    const bogdan = house.signedIn('bogdan')
    const garment = shelf.garment((product) => minor(product.price) > 10_000n)
    await add(bogdan, garment)
    const shown = await quote(bogdan, { payment: 'card', use_wallet: 'true' })
    assert.equal(shown.quote.wallet_part, '50.00')
    const pending = read(await bogdan.post('/checkout', purchase(shown, 'card', { use_wallet: true })), 202, placedSchema)
    assert.deepEqual(await walletOf(bogdan).then(({ balance, held }) => ({ balance, held })), { balance: '0.00', held: '50.00' })
    const { order } = read(await bogdan.post(pending.next?.url ?? '', { outcome: 'succeed' }), 200, placedSchema)
    assert.deepEqual(order.payments.map(({ method, amount, state }) => `${method} ${amount} ${state}`).sort(), [
      `card ${shown.quote.due} captured`,
      'wallet 50.00 captured',
    ])
    assert.deepEqual(await walletOf(bogdan).then(({ balance, held }) => ({ balance, held })), { balance: '0.00', held: '0.00' })
  })

  it('sells to guests by card and by cash on delivery, and opens the order for their browser only', async () => {
    for (const payment of ['cod', 'card']) {
      const guest = visitor()
      const garment = shelf.garment()
      await add(guest, garment)
      const shown = await quote(guest, { payment })
      const answer = await guest.post('/checkout', purchase(shown, payment, { email: 'oaspete@example.com' }))
      const placed = read(answer, payment === 'card' ? 202 : 201, placedSchema)
      const { order } =
        payment === 'card' ? read(await guest.post(placed.next?.url ?? '', { outcome: 'succeed' }), 200, placedSchema) : placed
      assertBought(order, garment, shown.quote.totals, { method: payment, state: payment === 'card' ? 'captured' : 'pending' })
      assert.deepEqual(await orderOf(guest, order.id), order)
      assert.equal((await guest.page(order.url)).status, 200)

      refusal(await visitor().get(`/orders/${order.id}`), 404, 'not_found')
      const stranger = house.signedIn('buyer03')
      refusal(await stranger.get(`/orders/${order.id}`), 404, 'not_found')
      refusal(await guest.get('/orders'), 401, 'login_required')
      await assertSold(stranger, garment)
    }
  })

  it('shows one figure in cart, drawer, checkout and order of a cart with several sellers and a discount', async () => {
    const buyer = house.signedIn('buyer04')
    const [first, second] = shelf.garments(2)
    assert.ok(first && second)
    await add(buyer, first)
    await add(buyer, second)
    await add(buyer, shelf.weighed, '1.234')
    await add(buyer, shelf.article(), 3)
    const drawer = read(await buyer.post('/cart/discount', { code: 'bunvenit10 ' }), 200, drawerSchema)
    assert.equal(drawer.count, 6, 'two garments, three pieces, and one for what is weighed')
    const goods = drawer.cart.lines.reduce((sum, { line_total }) => sum + minor(line_total), 0n)
    assert.equal(minor(drawer.cart.totals.subtotal), goods)
    assert.equal(minor(drawer.cart.totals.discount), (goods + 5n) / 10n)
    const groupFees = drawer.cart.groups.reduce((sum, { fee }) => sum + minor(fee), 0n)
    assert.equal(
      groupFees,
      drawer.cart.totals.fees.reduce((sum, { amount }) => sum + minor(amount), 0n),
    )
    assert.deepEqual(drawer.cart.groups.flatMap(({ lines }) => lines).sort(), drawer.cart.lines.map(({ id }) => id).sort())

    const shown = await quote(buyer, { payment: 'wallet' })
    assertSameFigures(drawer.cart.totals, shown.quote.totals)
    const { order } = read(await buyer.post('/checkout', purchase(shown, 'wallet')), 201, placedSchema)
    assert.deepEqual(figures(order.totals), figures(shown.quote.totals))
    assert.equal(order.parcels.length, drawer.cart.groups.length, 'one parcel for each seller')
    assert.equal(minor((await walletOf(buyer)).balance), 100_000n - minor(order.total))
  })
})

function assertBought(order: Order, product: Product, totals: Totals, payment: { readonly method: string; readonly state: string }): void {
  assert.deepEqual(figures(order.totals), figures(totals))
  assert.deepEqual(
    order.payments,
    [{ ...payment, amount: totals.total }].map(({ method, amount, state }) => ({ method, amount, state })),
  )
  assert.deepEqual(
    order.lines.map((line) => `${nameOf(line.product)} ${line.line_total}`),
    [`${nameOf(product)} ${product.price}`],
  )
  assert.equal(order.parcels.length, 1)
  assert.equal(minor(totals.fees[0]?.amount ?? null), protectionFee(minor(product.price)))
}
