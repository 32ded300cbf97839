import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { built, here, json, LIBRARY, run, sqliteAddress, withShop } from './command-kit.ts'

describe('the command line', () => {
  it('explains itself', async () => {
    const { code, out, errors } = await run(['--help'])
    assert.deepEqual([code, errors], [0, ''])
    for (const name of ['migrate', 'clean-carts', 'sweep', 'import-django-cart']) {
      assert.ok(out.includes(`  ${name}`), name)
      const own = await here([name, '--help'])
      assert.deepEqual([own.code, own.errors], [0, ''])
      assert.match(own.out, new RegExp(`^cartwright ${name} `))
    }
    assert.equal((await json(['--help'])).exit, 0)
  })

  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile(join(LIBRARY, 'package.json'), 'utf8')) as { version: string }
    assert.deepEqual(await run(['--version']), { code: 0, out: `${version}\n`, errors: '' })
  })

  it('says which Node it needs, on one that is too old', async () => {
    const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'22.1.0'})`
    const { code, out, errors } = await run(['--version'], { environment: { NODE_OPTIONS: `--import=${old}` } })
    assert.deepEqual([code, out, errors], [2, '', 'cartwright: Node 24 or later is needed, and this is 22.1.0\n'])
  })

  it('names the column of a wrong header', async () => {
    const { address, remove } = await sqliteAddress()
    try {
      await here(['migrate', '--database', address])
      const file = join(address.slice('sqlite:'.length), '../codes.csv')
      await writeFile(file, 'code,kind,value,colour\n')
      assert.match((await here(['discounts', 'import', file, '--database', address])).errors, /unknown_column colour/)
    } finally {
      await remove()
    }
  })

  it('answers wrong use with 2 and one clear line', async () => {
    const { address, remove } = await sqliteAddress()
    await run(['migrate', '--database', address])
    const database = ['--database', address]
    const wrong: readonly (readonly string[])[] = [
      ['nonsense', ...database],
      ['clean-carts'],
      ['clean-carts', '--database', ''],
      ['clean-carts', '--database', 'mysql://127.0.0.1/x'],
      ['clean-carts', '--database', 'postgres://[wrong'],
      ['clean-carts', '--database'],
      ['clean-carts', ...database, '--nonsense'],
      ['clean-carts', ...database, '--shop', 'shop.js'],
      ['migrate', '--database', `${address}.missing/shop.db`],
      ['clean-carts', ...database, 'more'],
      ['clean-carts', ...database, '--days', '0'],
      ['clean-carts', ...database, '--days', '-3'],
      ['clean-carts', ...database, '--days=-3'],
      ['clean-carts', ...database, '--days', 'many'],
      ['clean-carts', ...database, '--class', 'nobody'],
      ['clean-carts', ...database, '--batch', '0'],
      ['import-django-cart', ...database],
      ['import-django-cart', ...database, '--source', address],
      ['import-django-cart', ...database, '--source', address, '--content-type', '7'],
      ['import-django-cart', ...database, '--source', address, '--content-type', '7=garment'],
      ['import-django-cart', ...database, '--source', address, '--content-type', '7=garment', '--currency', 'RON'],
    ]
    try {
      for (const words of wrong) {
        const { code, out, errors } = await here(words)
        assert.deepEqual([code, out], [2, ''], words.join(' '))
        assert.match(errors, /^cartwright: [^\n]+\n$/, words.join(' '))
      }
      const told = await json(['clean-carts', ...database, '--days', '0'])
      assert.deepEqual([told.exit, typeof told.error], [2, 'string'])
      assert.equal((await run([])).code, 2)
    } finally {
      await remove()
    }
  })

  it('answers a database that is away with 1', async () => {
    const { code, out, errors } = await here(['clean-carts', '--database', 'postgres://127.0.0.1:1/nothing'])
    assert.deepEqual([code, out], [1, ''])
    assert.match(errors, /^cartwright: the database does not answer\n$/)
    const missing = await here([
      'import-django-cart',
      '--database',
      'sqlite::memory:',
      '--source',
      'sqlite:/nowhere.db',
      '--content-type',
      '7=garment',
      '--currency',
      'RON',
    ])
    assert.equal(missing.code, 1)
  })

  it('takes a shop from a module, with its products and handlers', async () => {
    const { address, remove } = await sqliteAddress()
    const folder = await mkdtemp(join(LIBRARY, 'tests/.shop-'))
    const module = join(folder, 'shop.ts')
    try {
      await writeFile(
        module,
        `import { createShop, openDatabase } from '../../src/index.ts'
        const unique = (id: string) => [id, { type: 'garment', id, name: id, price: 100n, currency: 'RON', stock: 'unique' }] as const
        export const shop = createShop({
          database: openDatabase(${JSON.stringify(address)}),
          currency: 'RON',
          products: { garment: { getMany: async (ids) => new Map(ids.map(unique)) } },
          on: { 'cart.item_added': () => console.error('heard') },
        })`,
      )
      await run(['migrate', '--shop', module])
      await withShop(address, async (shop, shelf) => {
        Object.assign(shop.context.options.on, { 'cart.item_added': () => new Promise(() => undefined) })
        await shop.cart({ token: 'one' }).add(shelf.garment('coat'))
      })
      const { code, out, errors } = await run(['sweep', '--shop', module, '--json'])
      assert.deepEqual([code, errors], [0, 'heard\n'])
      assert.equal((JSON.parse(out) as { events: number }).events, 1)
      assert.equal((await run(['sweep', '--shop', join(built, 'cli/command.js')])).code, 2)
    } finally {
      await rm(folder, { recursive: true })
      await remove()
    }
  })

  it('is the file that package.json names', async () => {
    const { bin } = JSON.parse(await readFile(join(LIBRARY, 'package.json'), 'utf8')) as { bin: { cartwright: string } }
    assert.equal(bin.cartwright, './bin/cartwright.js')
    assert.ok(((await stat(join(LIBRARY, bin.cartwright))).mode & 0o111) !== 0, 'it cannot be executed')
  })
})
