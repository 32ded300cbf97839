import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type DjangoImportOptions, importDjangoCart, type Shop } from '../../src/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { ANA, type Kit, type OpenDatabase, openKit } from '../../src/testing/contract/kit.ts'
import { readState } from '../../src/testing/contract/tables.ts'
import { recycled } from '../contract/recycled.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { DIRTY, type DjangoRows, djangoFile, djangoServer, type MakeDjango } from './django-database.ts'

const OPTIONS: DjangoImportOptions = { contentTypes: { 7: 'garment', 'store.article': 'good' }, user: (id) => `u${id}` }

interface Trial extends Kit {
  readonly address: string
  run(text: string): Promise<void>
}

function trial(open: OpenDatabase, make: MakeDjango, title: string, rows: DjangoRows, run: (trial: Trial) => Promise<void>): void {
  it(title, async () => {
    const kit = await openKit(open, { limits: { maxQuantity: 100n } })
    const django = await make(rows)
    try {
      kit.shelf.garment('1', { price: 30_000n })
      kit.shelf.garment('2')
      for (const id of ['1', '2', '3']) kit.shelf.good(id)
      await run({ ...kit, address: django.address, run: django.run })
      await assertInvariants(kit.database, kit.clock())
    } finally {
      await django.remove()
      await kit.shop.close()
    }
  })
}

const contents = async (shop: Shop, userId: string): Promise<string[]> => {
  const { lines } = await shop.cart({ userId }).read()
  return lines.map(({ product, quantity, state }) => `${product.type}:${product.id} ${quantity} ${state}`).sort()
}

function describeImport(engine: string, open: OpenDatabase, make: MakeDjango): void {
  describe(`import of a django-cart database, ${engine}`, () => {
    trial(
      open,
      make,
      'carries what can be, merges what one user has, and says what it left out and why',
      DIRTY,
      async ({ shop, address, database }) => {
        const report = await importDjangoCart(shop, address, { ...OPTIONS, history: true })
        assert.deepEqual(report.carts, { found: 8, carried: 5, merged: 1, already: 0, empty: 1, passedOver: 0, leftOut: 2 })
        assert.deepEqual(report.discounts, { found: 7, carried: 3, already: 0, leftOut: 4 })
        assert.deepEqual(report.merged, [{ user: 'u5', carts: ['1', '3'] }])
        assert.deepEqual(
          report.problems
            .map(({ what, id, cart, outcome, reason }) => `${what} ${id}${cart === undefined ? '' : ` in ${cart}`}: ${outcome} ${reason}`)
            .sort(),
          [
            'cart 5: changed discount',
            'cart 7: left_out nothing_left',
            'cart 8: left_out checked_out_guest',
            'discount 2: left_out code_collision',
            'discount 3: changed uses',
            'discount 4: changed percent_above_100',
            'discount 5: left_out code',
            'discount 6: left_out window',
            'discount 7: left_out value',
            'line 10 in 5: changed one_piece',
            'line 11 in 5: changed price',
            'line 12 in 5: changed price',
            'line 13 in 5: left_out product_not_found',
            'line 14 in 5: left_out content_type',
            'line 15 in 7: left_out product_not_found',
            'line 5 in 3: changed price',
            'line 7 in 4: left_out product_not_found',
            'line 8 in 5: left_out quantity',
            'line 9 in 5: changed max_quantity',
          ],
        )
        assert.deepEqual(await contents(shop, 'u5'), ['garment:1 1 expired', 'good:1 7 price_changed', 'good:2 1 ok'])
        assert.deepEqual(await contents(shop, 'u6'), [
          'garment:1 1 expired',
          'garment:2 1 expired',
          'good:2 100 price_changed',
          'good:3 1 ok',
        ])
        const [guest] = report.guests
        assert.equal(guest?.cart, '2')
        assert.equal((await shop.cart({ token: guest?.token ?? '' }).read()).count, 3n)
        const discount = await shop.discounts.find('SUMMER10')
        assert.deepEqual([discount?.value, discount?.uses, discount?.maxUses, discount?.minOrder], [1_050n, 7n, 100n, 10_000n])
        assert.equal(discount?.endsAt, BigInt(Date.parse('2027-01-01T00:00:00Z')))
        const fixed = await shop.discounts.find('FIXED5')
        assert.deepEqual([fixed?.kind, fixed?.value, fixed?.uses, fixed?.maxUses], ['fixed', 500n, 3n, 3n])
        const big = await shop.discounts.find('BIG150')
        assert.deepEqual([big?.value, big?.active, big?.uses], [10_000n, false, 2n])
        const { cart } = await readState(database)
        assert.deepEqual(
          cart.filter((one) => one.state === 'placed').map((one) => [one.owner, one.made_at]),
          [['user:u5', BigInt(Date.parse('2026-01-15T10:00:00Z'))]],
        )
        assert.deepEqual(cart.find((one) => one.owner === 'user:u5' && one.state === 'open')?.codes, '["SUMMER10"]')
      },
    )

    trial(open, make, 'again, it carries nothing twice, and what is new', DIRTY, async ({ shop, address, database, run }) => {
      await importDjangoCart(shop, address, OPTIONS)
      const before = await readState(database)
      const again = await importDjangoCart(shop, address, { ...OPTIONS, batch: 2 })
      assert.deepEqual(await readState(database), before)
      assert.deepEqual([again.carts.carried, again.carts.already, again.carts.passedOver, again.guests.length], [0, 4, 2, 0])
      assert.deepEqual([again.discounts.carried, again.discounts.already], [0, 3])
      await run(
        "insert into cart_cart (id, creation_date, checked_out, user_id, discount_id) values (20, '2026-02-01 00:00:00', '0', 5, null)",
      )
      await run('insert into cart_item (id, quantity, unit_price, object_id, cart_id, content_type_id) values (90, 2, 10, 3, 20, 8)')
      const third = await importDjangoCart(shop, address, OPTIONS)
      assert.deepEqual([third.carts.carried, third.carts.merged, third.carts.already], [1, 1, 4])
      assert.ok((await contents(shop, 'u5')).includes('good:3 2 ok'))
    })

    trial(open, make, 'again, it tells what has changed there since, and raises use counters', DIRTY, async ({ shop, address, run }) => {
      const told: string[] = []
      const { guests } = await importDjangoCart(shop, address, {
        ...OPTIONS,
        onTokens: (some) => void told.push(...some.map((one) => one.token)),
      })
      for (const { token } of guests) assert.ok(told.includes(token))
      await run("update cart_discount set current_uses = 9 where code = 'summer10'")
      await run('insert into cart_item (id, quantity, unit_price, object_id, cart_id, content_type_id) values (91, 2, 10, 3, 1, 8)')
      await run('insert into cart_item (id, quantity, unit_price, object_id, cart_id, content_type_id) values (92, 2, 10, 3, 404, 8)')
      for (const grown of [1, 0]) {
        const { problems } = await importDjangoCart(shop, address, OPTIONS)
        const found = problems.map(({ what, id, reason }) => `${what} ${id} ${reason}`)
        assert.ok(found.includes('cart 1 changed_since') && found.includes('line 92 orphan'), found.join('; '))
        assert.equal(found.filter((one) => one.includes('changed_since')).length, 1)
        assert.equal(found.filter((one) => one === 'discount 1 uses_grown').length, grown)
        const discount = await shop.discounts.find('SUMMER10')
        assert.deepEqual([discount?.uses, discount?.usesBefore], [9n, 9n])
      }
    })

    trial(open, make, 'two runs at once carry each cart once', DIRTY, async ({ shop, address }) => {
      const reports = await Promise.all([
        importDjangoCart(shop, address, { ...OPTIONS, batch: 1 }),
        importDjangoCart(shop, address, { ...OPTIONS, batch: 3 }),
      ])
      assert.equal(
        reports.reduce((sum, { carts }) => sum + carts.carried, 0),
        4,
      )
      assert.deepEqual(await contents(shop, 'u5'), ['garment:1 1 expired', 'good:1 7 price_changed', 'good:2 1 ok'])
    })

    trial(open, make, 'a dry run reports the same and writes nothing', DIRTY, async ({ shop, address, database }) => {
      const before = await readState(database)
      const steps: number[] = []
      const dry = await importDjangoCart(shop, address, {
        ...OPTIONS,
        dryRun: true,
        batch: 3,
        onProgress: ({ carts }) => steps.push(carts.found),
      })
      assert.deepEqual(await readState(database), before)
      const wet = await importDjangoCart(shop, address, OPTIONS)
      assert.deepEqual({ ...dry, guests: [], dryRun: false }, { ...wet, guests: [] })
      assert.deepEqual([dry.guests, steps], [[], [3, 6, 8]])
    })

    trial(open, make, 'goes into the cart a user has here, and not into one in payment', DIRTY, async ({ shop, shelf, address }) => {
      const { token: _, ...ana } = { ...ANA, token: '' }
      await shop.cart(ana).add(shelf.good('1'), { quantity: 98n })
      await shop.cart({ userId: 'u6' }).add(shelf.good('1'))
      const cart = shop.cart({ userId: 'u6' })
      const { quote } = await cart.quote({ payment: 'card' })
      await cart.checkout({
        key: 'k',
        quote: quote.hash,
        payment: 'card',
        address: { name: 'Ana Pop', line1: 'Str. Lalelelor 3', city: 'București', county: 'B', postalCode: '010101', country: 'RO' },
        email: 'u6@example.com',
      })
      const report = await importDjangoCart(shop, address, { ...OPTIONS, user: (id) => (id === '5' ? 'ana' : id === '6' ? 'u6' : null) })
      assert.deepEqual(report.merged, [{ user: 'ana', carts: ['(here)', '1', '3'] }])
      assert.deepEqual(await contents(shop, 'ana'), ['garment:1 1 expired', 'good:1 100 ok', 'good:2 1 ok'])
      const reasons = report.problems.filter(({ what }) => what === 'cart').map(({ id, reason }) => `${id} ${reason}`)
      assert.deepEqual(reasons.sort(), ['5 in_payment', '7 user_not_mapped'])
    })

    trial(open, make, 'refuses senseless options, and other databases', DIRTY, async ({ shop, address, run }) => {
      for (const options of [
        { contentTypes: { 7: 'nothing' } },
        { contentTypes: { 'store.unknown': 'good' } },
        { contentTypes: {}, batch: 0 },
        { contentTypes: {}, tablePrefix: 'x; drop' },
        { contentTypes: {}, tablePrefix: 'basket_' },
      ])
        await assert.rejects(importDjangoCart(shop, address, options), RangeError)
      await assert.rejects(importDjangoCart(shop, 'mysql://127.0.0.1/x', OPTIONS), RangeError)
      await run('drop table cart_item')
      await assert.rejects(importDjangoCart(shop, address, OPTIONS), RangeError)
    })
  })
}

describeImport('SQLite', async () => sqlite(':memory:'), djangoFile)
describeImport('PostgreSQL', recycled(openPostgres), djangoServer)
