import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { DIRTY, djangoFile, djangoServer, type MakeDjango } from '../django/django-database.ts'
import { newPostgres, temporaryFolder } from '../storage/open-databases.ts'
import { here, json, run, sqliteAddress, withShop } from './command-kit.ts'

function describeCommands(engine: string, empty: () => Promise<{ address: string; remove: () => Promise<void> }>, make: MakeDjango): void {
  describe(`the command, ${engine}`, () => {
    it('migrates, and again without harm', async () => {
      const { address, remove } = await empty()
      try {
        assert.equal((await run(['clean-carts', '--database', address])).code, 1)
        const first = await json(['migrate', '--database', address])
        assert.deepEqual([first.exit, first.command], [0, 'migrate'])
        const { code, out, errors } = await run(['migrate'], { environment: { DATABASE_URL: address } })
        assert.deepEqual([code, errors], [0, ''])
        assert.match(out, /^up to date: /)
      } finally {
        await remove()
      }
    })

    it('cleans and sweeps', async () => {
      const { address, remove } = await empty()
      try {
        await withShop(address, async (shop, shelf, clock) => {
          clock.days = 100
          for (const token of ['one', 'two', 'three']) await shop.cart({ token }).add(shelf.garment(token))
          await shop.cart({ userId: 'ana' }).add(shelf.good('tea'))
          clock.days = 0
          await shop.cart({ token: 'four' }).add(shelf.good('tea'))
        })
        const swept = await json(['sweep', '--database', address])
        assert.deepEqual([swept.exit, swept.claims], [0, 3])
        const dry = await json(['clean-carts', '--database', address, '--dry-run'])
        assert.deepEqual([dry.exit, dry.dryRun, dry.seen, dry.deleted], [0, true, 5, 4])
        const guests = await json(['clean-carts', '--database', address, '--days', '99', '--class', 'guest', '--batch', '1'])
        assert.deepEqual([guests.exit, guests.deleted], [0, 3])
        assert.match((await run(['clean-carts', '--database', address])).out, /2 carts seen, 1 removed/)
        assert.match((await run(['clean-carts', '--database', address])).out, /nothing to remove/)
      } finally {
        await remove()
      }
    })

    it('takes discounts out and in, line by line', async () => {
      const [{ address, remove }, other] = [await empty(), await empty()]
      const folder = await temporaryFolder()
      const file = join(folder.path, 'codes.csv')
      try {
        await withShop(address, async (shop) => {
          await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_050n, maxUses: 5n })
          await shop.discounts.create({ code: 'LESS', kind: 'fixed', value: 2_000n, minOrder: 10_000n })
        })
        const { code, out } = await run(['discounts', 'export', '--database', address])
        assert.equal(code, 0)
        assert.match(out, /^code,kind,value/)
        assert.equal((await json(['discounts', 'export', '--database', address])).csv, out)
        assert.equal((await run(['discounts', 'export', '--database', address, '--file', file])).code, 0)
        assert.equal(await readFile(file, 'utf8'), out)
        await run(['migrate', '--database', other.address])
        assert.equal((await run(['discounts', 'export', '--database', other.address])).code, 2)
        const taken = await json(['discounts', 'import', file, '--database', other.address])
        assert.deepEqual([taken.exit, taken.added, taken.changed, taken.bad], [0, 2, 0, []])
        assert.equal((await run(['discounts', 'export', '--database', other.address])).out, out)
        await writeFile(file, 'code,kind,value\nTEN,percent,20\nx,percent,10\n')
        const again = await json(['discounts', 'import', file, '--database', other.address])
        assert.deepEqual([again.exit, again.added, again.changed, (again.bad as unknown[]).length], [1, 0, 1, 1])
        for (const words of [['discounts'], ['discounts', 'import'], ['discounts', 'import', file, file], ['discounts', 'export', 'more']])
          assert.equal((await here([...words, '--database', address])).code, 2, words.join(' '))
      } finally {
        await Promise.all([remove(), other.remove(), folder.remove()])
      }
    })

    it('imports a django-cart database by itself, with products from its own tables, once', async () => {
      const { address, remove } = await empty()
      const django = await make(DIRTY)
      const tokens = await temporaryFolder()
      const words = ['import-django-cart', '--database', address, '--source', django.address, '--currency', 'RON', '--user-prefix', 'u']
      const types = ['--content-type', 'store.garment=garment', '--content-type', '8=good', '--unique', 'garment', '--max-quantity', '100']
      try {
        await run(['migrate', '--database', address])
        const dry = await json([...words, ...types, '--dry-run'])
        const untold = await here([...words, ...types])
        assert.deepEqual([untold.code, untold.errors.startsWith('cartwright: --tokens is missing')], [2, true])
        types.push('--tokens', join(tokens.path, 'tokens'))
        const report = await json([...words, ...types])
        assert.deepEqual(report.carts, { found: 8, carried: 4, merged: 1, already: 0, empty: 1, passedOver: 2, leftOut: 1 })
        assert.deepEqual([dry.carts, dry.problems], [report.carts, report.problems])
        const [guest] = report.guests as { cart: string; token: string }[]
        const kept = (await readFile(join(tokens.path, 'tokens'), 'utf8')).trim().split('\n')
        assert.ok(kept.map((line) => JSON.parse(line).token).includes(guest?.token))
        await withShop(address, async (shop, shelf) => {
          for (const id of ['1', '2', '3']) shelf.good(id)
          assert.equal((await shop.cart({ token: guest?.token ?? '' }).read()).count, 3n)
          assert.equal((await shop.cart({ userId: 'u5' }).read()).lines.find((line) => line.product.type === 'good')?.quantity, 7n)
        })
        const again = await run([...words, ...types])
        assert.equal(again.code, 0)
        assert.match(again.out, /0 carried .*, 4 carried earlier/)
      } finally {
        await tokens.remove()
        await django.remove()
        await remove()
      }
    })
  })
}

describeCommands('SQLite', sqliteAddress, djangoFile)
describeCommands('PostgreSQL', async () => ({ address: await newPostgres(), remove: async () => undefined }), djangoServer)
