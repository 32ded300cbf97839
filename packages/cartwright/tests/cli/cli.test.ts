import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { run as runHere } from '../../src/cli/run.ts'
import { createShop, type Shop } from '../../src/index.ts'
import { openDatabase } from '../../src/storage/open.ts'
import { productShelf, type Shelf } from '../../src/testing/products.ts'
import { DIRTY, djangoFile, djangoServer, type MakeDjango } from '../django/django-database.ts'
import { newPostgres, temporaryFolder } from '../storage/open-databases.ts'

const LIBRARY = fileURLToPath(new URL('../..', import.meta.url))
const MODULES = join(LIBRARY, '../../node_modules')

/** The library as it is shipped: built once, and run from there. */
let built = ''
let removeBuilt = async (): Promise<void> => undefined
before(async () => {
  const folder = await temporaryFolder()
  removeBuilt = folder.remove
  built = join(folder.path, 'dist')
  await symlink(MODULES, join(folder.path, 'node_modules'))
  await cp(join(LIBRARY, 'bin'), join(folder.path, 'bin'), { recursive: true })
  await cp(join(LIBRARY, 'package.json'), join(folder.path, 'package.json'))
  const compiler = join(MODULES, 'typescript/bin/tsc')
  const { code, out } = await run(['--project', join(LIBRARY, 'tsconfig.build.json'), '--outDir', built], { file: compiler })
  assert.equal(code, 0, out)
  await cp(join(LIBRARY, 'src/storage/migrations'), join(built, 'storage/migrations'), { recursive: true })
})
after(() => removeBuilt())

interface Ended {
  readonly code: number
  readonly out: string
  readonly errors: string
}

/** Runs the command as a process of its own, with no settings from outside. */
const run = (
  words: readonly string[],
  { file = join(built, '../bin/cartwright.js'), environment = {} }: { file?: string; environment?: Record<string, string> } = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [file, ...words],
      { env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: join(built, '../compiled'), ...environment }, maxBuffer: 2 ** 24 },
      (error, out, errors) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, errors }),
    )
  })

/** The same in this process: quicker, where a process of its own proves nothing more. */
async function here(words: readonly string[]): Promise<Ended> {
  let [out, errors] = ['', '']
  const code = await runHere(words, {
    address: undefined,
    out: (text) => {
      out += text
    },
    note: (text) => {
      errors += text
    },
  })
  return { code, out, errors }
}

async function json(words: readonly string[]): Promise<Record<string, unknown> & { readonly exit: number }> {
  const { code, out } = await here([...words, '--json'])
  assert.equal(out.trim().split('\n').length, 1, `more than one line: ${out}`)
  return { ...(JSON.parse(out) as Record<string, unknown>), exit: code }
}

async function sqliteAddress(): Promise<{ address: string; remove: () => Promise<void> }> {
  const folder = await temporaryFolder()
  return { address: `sqlite:${join(folder.path, 'shop.db')}`, remove: folder.remove }
}

async function withShop<Answer>(
  address: string,
  work: (shop: Shop, shelf: Shelf, clock: { days: number }) => Promise<Answer>,
): Promise<Answer> {
  const database = openDatabase(address)
  const shelf = productShelf()
  const clock = { days: 0 }
  const shop = await createShop({
    database,
    currency: 'RON',
    products: shelf.sources,
    clock: () => database.now() - BigInt(clock.days * 86_400_000),
  })
  try {
    await shop.migrate()
    return await work(shop, shelf, clock)
  } finally {
    await shop.close()
  }
}

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
