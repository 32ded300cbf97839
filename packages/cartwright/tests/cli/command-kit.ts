import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { run as runHere } from '../../src/cli/run.ts'
import { createShop, type Shop } from '../../src/index.ts'
import { openDatabase } from '../../src/storage/open.ts'
import { productShelf, type Shelf } from '../../src/testing/products.ts'
import { temporaryFolder } from '../storage/open-databases.ts'

export const LIBRARY: string = fileURLToPath(new URL('../..', import.meta.url))
const MODULES = join(LIBRARY, '../../node_modules')

/** The library as it is shipped: built once, and run from there. */
export let built = ''
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

export interface Ended {
  readonly code: number
  readonly out: string
  readonly errors: string
}

/** Runs the command as a process of its own, with no settings from outside. */
export const run = (
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
export async function here(words: readonly string[]): Promise<Ended> {
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

export async function json(words: readonly string[]): Promise<Record<string, unknown> & { readonly exit: number }> {
  const { code, out } = await here([...words, '--json'])
  assert.equal(out.trim().split('\n').length, 1, `more than one line: ${out}`)
  return { ...(JSON.parse(out) as Record<string, unknown>), exit: code }
}

export async function sqliteAddress(): Promise<{ address: string; remove: () => Promise<void> }> {
  const folder = await temporaryFolder()
  return { address: `sqlite:${join(folder.path, 'shop.db')}`, remove: folder.remove }
}

export async function withShop<Answer>(
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
