import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type CheckoutPage, orderSchema, ordersSchema, placedSchema, quoteSchema, walletSchema } from '../../src/http/index.ts'
import { ANA, fund, IOANA, MIHAI } from '../../src/testing/contract/kit.ts'
import { readState } from '../../src/testing/contract/tables.ts'
import { codeOf, filled, INLINE, place, quoted } from './buying.ts'
import { clientOf, jsonOf, loggedIn, scenario } from './site.ts'

const FLAT = Object.fromEntries(Object.entries(INLINE).map(([name, value]) => [`address_${name}`, value]))

/** What the page was given, as the test's drawing of it shows. */
const pageOf = async (response: Response): Promise<CheckoutPage> =>
  JSON.parse(/<script type="application\/json">(.*)<\/script>/s.exec(await response.text())?.[1] ?? 'null') as CheckoutPage

describe('the checkout over HTTP', () => {
  scenario('of an empty cart is all zeros, and reading it leaves no trace', async (store) => {
    const before = await readState(store.kit.database)
    for (const client of [clientOf(store), loggedIn(store, 'ana')]) {
      const { cart, quote, addresses } = await quoted(client)
      assert.deepEqual([cart.id, quote.totals.total, quote.due, quote.wallet_part, quote.lines], [null, '0.00', '0.00', '0.00', []])
      assert.equal(addresses.length, client.cookies.size)
      assert.equal(
        await codeOf(await place(client, { address: INLINE, payment: 'cod', quote: 'x', email: 'ana@example.com' })),
        'cart_empty',
      )
    }
    assert.deepEqual(await readState(store.kit.database), before)
  })

  scenario('quotes what is chosen, and empty choices are none', async (store) => {
    const ana = await filled(store)
    const { quote, addresses, cart } = await quoted(ana, '?shipping=&payment=&use_wallet=&lines=&address=')
    assert.deepEqual(addresses, [{ id: 'home', ...INLINE }])
    assert.deepEqual(quote.totals.total, '321.44')
    assert.deepEqual(quote.lines, cart.lines)
    assert.deepEqual(quote.shipping_options, [{ id: 'courier', name: 'Courier', price: '14.99', estimate: true, seller: 'mihai' }])
    assert.deepEqual(quote.payment_options, [
      { id: 'wallet', eligible: false, reason: 'wallet_insufficient' },
      { id: 'card', eligible: true },
      { id: 'cod', eligible: true, fee: '5.00' },
    ])
    const cod = (await quoted(ana, '?payment=cod&address=home')).quote
    assert.equal(cod.totals.total, '326.44')
    assert.notEqual(cod.hash, quote.hash)
    assert.equal((await quoted(ana, '?address=home&shipping=courier')).quote.hash, quote.hash)
    assert.equal((await quoted(ana, '?shipping%5Bmihai%5D=courier')).quote.hash, quote.hash)
    assert.equal((await quoted(ana, `?shipping=${encodeURIComponent('{"mihai":"courier"}')}`)).quote.hash, quote.hash)
    assert.equal(await codeOf(await ana.get(`/checkout?shipping=${encodeURIComponent('{"mihai":"drone"}')}`)), 'shipping_unavailable')
    assert.equal(await codeOf(await ana.get(`/checkout?shipping=${encodeURIComponent('{"mihai":')}`)), 'shipping_unavailable')
    const foreign = await jsonOf(await ana.get('/checkout?utm_source=x'))
    assert.deepEqual(
      [foreign.status, foreign.code, foreign.errors],
      [422, 'invalid_input', [{ field: 'utm_source', code: 'unknown_field' }]],
    )
    const page = await ana.get('/checkout?payment=cod&utm_source=x', { accept: 'text/html' })
    assert.deepEqual([page.status, (await pageOf(page)).quote.totals.total], [200, '326.44'])
    assert.equal(await codeOf(await ana.get('/checkout?shipping=drone')), 'shipping_unavailable')
    assert.equal(await codeOf(await ana.get('/checkout?lines=none')), 'item_not_found')
    assert.equal((await quoted(ana, `?lines=${cart.lines[0]?.id}`)).quote.hash, quote.hash)
    for (const search of ['?payment=bitcoin', '?use_wallet=perhaps', `?shipping=${'x'.repeat(201)}`])
      assert.equal(await codeOf(await ana.get(`/checkout${search}`)), 'invalid_input')
    const empty = (await quoted(ana, '?payment=wallet')).quote
    assert.deepEqual([empty.wallet_part, empty.due, empty.hash], ['0.00', '321.44', quote.hash])
    await fund(store.kit, ANA, 10_000n)
    const short = (await quoted(ana, '?payment=wallet')).quote
    assert.deepEqual([short.wallet_part, short.due, short.payment_options[0]?.eligible], ['100.00', '221.44', false])
    const poor = await place(ana, { address: 'home', payment: 'wallet', quote: short.hash })
    assert.deepEqual([poor.status, await codeOf(poor)], [402, 'wallet_insufficient'])
    const mixed = (await quoted(ana, '?payment=card&use_wallet=on')).quote
    assert.deepEqual([mixed.wallet_part, mixed.due], ['100.00', '221.44'])
  })

  scenario('by wallet makes a paid order, which its buyer alone can see', async (store) => {
    const ana = await filled(store)
    await fund(store.kit, ANA, 100_000n)
    store.kit.clock.advance(1n)
    const { quote } = await quoted(ana, '?payment=wallet')
    const response = await place(ana, { address: 'home', payment: 'wallet', quote: quote.hash })
    assert.equal(response.status, 201)
    const { order, next } = placedSchema.parse(await response.json())
    assert.equal(next, undefined)
    assert.deepEqual(
      [order.state, order.total, order.totals, order.address],
      ['paid', '321.44', { ...quote.totals, shipping_is_estimate: false }, INLINE],
    )
    assert.deepEqual(order.payments, [{ method: 'wallet', amount: '321.44', state: 'captured' }])
    assert.deepEqual(order.parcels, [{ seller: MIHAI, state: 'placed', lines: order.lines, shipping: '14.99' }])
    assert.deepEqual(
      order.lines.map(({ product, quantity, line_total }) => [product.name, quantity, line_total]),
      [['garment coat', 1, '289.00']],
    )

    assert.deepEqual(orderSchema.parse(await (await ana.get(order.url)).json()), order)
    assert.deepEqual(ordersSchema.parse(await (await ana.get('/orders')).json()), { items: [order] })
    for (const stranger of [loggedIn(store, 'bogdan'), clientOf(store)]) {
      const there = await stranger.get(order.url)
      const nowhere = await stranger.get('/orders/none')
      assert.deepEqual([there.status, await there.text()], [404, await nowhere.text()])
      assert.equal(await codeOf(await stranger.send('POST', `${order.url}/cancel`)), 'not_found')
    }
    const wallet = walletSchema.parse(await (await ana.get('/wallet')).json())
    assert.deepEqual(
      [wallet.balance, wallet.held, wallet.entries[0]?.amount, wallet.entries[0]?.order],
      ['678.56', '0.00', '-321.44', order.id],
    )
  })

  scenario('by card answers where to go on', async (store) => {
    const ana = await filled(store)
    const { quote } = await quoted(ana, '?payment=card')
    const response = await place(ana, { address: INLINE, payment: 'card', quote: quote.hash })
    assert.equal(response.status, 202)
    const { order, next } = placedSchema.parse(await response.json())
    assert.match(next?.url ?? '', /^https:\/\/pay\.example\.com\//)
    assert.equal(order.payments[0]?.state, 'pending')
    assert.equal((await jsonOf(await ana.send('POST', '/cart/clear'))).code, 'cart_changed')
  })

  scenario('of a guest needs an e-mail address, and opens for his browser only', async (store) => {
    const guest = await filled(store, 'guest')
    const { quote } = await quoted(guest, '?payment=cod')
    const body = { address: INLINE, payment: 'cod', quote: quote.hash }
    const unnamed = await jsonOf(await place(guest, body))
    assert.deepEqual([unnamed.code, unnamed.errors], ['invalid_input', [{ field: 'email', code: 'required' }]])
    const wrong = await jsonOf(await place(guest, { ...body, email: 'nobody' }))
    assert.deepEqual([wrong.code, wrong.errors], ['invalid_input', [{ field: 'email', code: 'email' }]])
    assert.equal(await codeOf(await place(guest, { ...body, payment: 'wallet' })), 'login_required')
    assert.equal(await codeOf(await place(guest, { ...body, use_wallet: true, payment: 'card' })), 'login_required')
    const { order } = placedSchema.parse(await (await place(guest, { ...body, email: 'vasile@example.com' })).json())
    assert.equal((await guest.get(order.url)).status, 200)
    assert.equal((await clientOf(store).get(order.url)).status, 404)
    assert.equal(await codeOf(await guest.get('/orders')), 'login_required')
  })

  scenario('refuses what is not right, field by field', async (store) => {
    const ana = await filled(store)
    const { quote } = await quoted(ana, '?payment=cod')
    const body = { address: INLINE, payment: 'cod', quote: quote.hash }
    const { address: _, ...homeless } = body
    assert.equal(await codeOf(await place(ana, homeless)), 'address_required')
    assert.equal(await codeOf(await place(ana, { ...body, address: 'of-somebody-else' })), 'address_required')
    const incomplete = await jsonOf(await place(ana, { ...body, address: { name: 'Ana', country: 'RO', county: 'XX' } }))
    assert.deepEqual([incomplete.code, incomplete.status], ['address_invalid', 422])
    assert.ok((incomplete.errors as unknown as { field: string }[]).some(({ field }) => field === 'city'))
    assert.equal(await codeOf(await place(ana, { ...body, address: { ...INLINE, admin: 'true' } })), 'invalid_input')
    for (const change of [
      { payment: 'bitcoin' },
      { payment: undefined },
      { quote: undefined },
      { quote: 'x'.repeat(201) },
      { shipping: 'x'.repeat(201) },
      { use_wallet: 'on' },
      { lines: 'a' },
      { total: '1.00' },
      { price: 1 },
    ]) {
      assert.equal(await codeOf(await place(ana, { ...body, ...change })), 'invalid_input', JSON.stringify(change))
    }
    const missing = await ana.send('POST', '/checkout', body)
    assert.deepEqual([missing.status, await codeOf(missing)], [400, 'idempotency_key_required'])
    const moved = await jsonOf(await place(ana, { ...body, quote: 'any text at all' }))
    assert.deepEqual([moved.code, moved.status], ['quote_changed', 409])
    assert.equal(quoteSchema.parse(moved.quote).hash, quote.hash)
    assert.ok(Array.isArray(moved.changes))
    assert.equal(await codeOf(await place(ana, { ...body, shipping: 'x'.repeat(200) })), 'shipping_unavailable')
    assert.equal((await place(ana, body)).status, 201)
  })

  scenario('buys some lines and leaves the others', async (store) => {
    const ana = await filled(store)
    store.kit.shelf.garment('hat', { seller: IOANA })
    await ana.send('POST', '/cart/items', { product: 'garment:hat' })
    const { cart } = await quoted(ana)
    const hat = cart.lines.find(({ product }) => product.id === 'hat')?.id
    const { quote } = await quoted(ana, `?payment=cod&lines=${hat}`)
    assert.deepEqual(
      quote.lines.map(({ id }) => id),
      [hat],
    )
    const { order } = placedSchema.parse(
      await (await place(ana, { address: INLINE, payment: 'cod', quote: quote.hash, lines: [hat], shipping: { ioana: 'courier' } })).json(),
    )
    assert.deepEqual(
      order.lines.map(({ product }) => product.id),
      ['hat'],
    )
    assert.deepEqual(
      (await quoted(ana)).cart.lines.map(({ product }) => product.id),
      ['coat'],
    )
  })
})

describe('the checkout without JavaScript', () => {
  scenario('is a page with a key, and a form that ends at the order', async (store) => {
    const ana = await filled(store)
    const page = await pageOf(await ana.get('/checkout?payment=cod', { accept: 'text/html' }))
    assert.match(page.key, /^[A-Za-z0-9_-]{1,64}$/)
    assert.deepEqual(page.form, { values: { payment: 'cod' }, errors: [], refusal: null })
    const form = {
      key: page.key,
      quote: page.quote.hash,
      payment: 'cod',
      address: 'new',
      ...FLAT,
      address_line2: '',
      use_wallet: '',
      email: '',
      'shipping[mihai]': 'courier',
      next: '/cart',
    }
    const placed = await ana.submit('/checkout', form)
    assert.equal(placed.status, 303)
    const { items } = await store.kit.shop.orders.list(ANA)
    assert.equal(placed.headers.get('location'), `/orders/${items[0]?.id}`)
    assert.equal((await ana.submit('/checkout', form)).headers.get('location'), placed.headers.get('location'))
    assert.equal((await store.kit.shop.orders.list(ANA)).items.length, 1)
  })

  scenario('leads to the payment page whatever the form says', async (store) => {
    const ana = await filled(store)
    const { quote } = await quoted(ana, '?payment=card')
    const placed = await ana.submit('/checkout', { key: 'k', quote: quote.hash, payment: 'card', address: 'home', next: '/cart' })
    assert.match(placed.headers.get('location') ?? '', /^https:\/\/pay\.example\.com\//)
  })

  scenario('shows a refused form again, with what was typed and what was wrong', async (store) => {
    const ana = await filled(store)
    const { quote } = await quoted(ana, '?payment=cod')
    const refused = await ana.submit('/checkout', {
      key: 'k',
      quote: quote.hash,
      payment: 'cod',
      address: 'new',
      ...FLAT,
      address_city: '',
      use_wallet: 'on',
    })
    assert.equal(refused.status, 422)
    const page = await pageOf(refused)
    assert.deepEqual(page.form.errors, [{ field: 'city', code: 'required' }])
    assert.equal(page.form.refusal?.code, 'address_invalid')
    assert.equal(page.form.values.address_line1, INLINE.line1)
    assert.notEqual(page.key, 'k')
    const moved = await pageOf(await ana.submit('/checkout', { key: 'k', quote: 'old', payment: 'cod', address: 'home' }))
    assert.deepEqual([moved.form.refusal?.code, moved.quote.hash], ['quote_changed', quote.hash])
    const unknown = await ana.submit('/checkout', { key: 'k', quote: 'old', payment: 'barter', address: 'home', shipping: 'drone' })
    assert.deepEqual([unknown.status, (await pageOf(unknown)).form.errors], [422, [{ field: 'payment', code: 'choice' }]])
  })
})
