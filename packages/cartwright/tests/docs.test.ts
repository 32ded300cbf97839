import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { format, promisify } from 'node:util'
import { type DjangoRows, djangoFile } from './django/django-database.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const LIBRARY = join(ROOT, 'packages/cartwright')
const PAGES = [
  'README.md',
  'packages/cartwright/README.md',
  'packages/cartwright/AGENTS.md',
  'packages/cartwright/docs/coming-from-django-cart.md',
  'packages/cartwright/docs/marketplace.md',
  'packages/cartwright/docs/browser.md',
  'packages/cartwright/docs/admin.md',
]

const run = promisify(execFile)

interface Block {
  readonly page: string
  readonly line: number
  readonly code: string
}

/** All blocks of one language on a page, with the line they start on, so that a failure points at the page. */
async function blocksOf(page: string, language: string): Promise<Block[]> {
  const text = await readFile(join(ROOT, page), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((found) => ({
    page,
    line: text.slice(0, found.index).split('\n').length,
    code: found[1] ?? '',
  }))
}

const nameOf = (page: string): string => page.replaceAll(/\W/g, '-')

/** A block that begins with `// shop.ts` is the file of that name, for the other blocks of its page to import. */
const fileOf = (folder: string, { page, line, code }: Block): string =>
  join(folder, nameOf(page), /^\/\/ ([a-z]+\.ts)\n/.exec(code)?.[1] ?? `line-${line}.ts`)

/** What the comments behind `console.log(...)` promise; behind a number a remark may follow. */
const promised = (code: string): string[] =>
  [...code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, text = '']) => text.replace(/^(\d+n?): .*/, '$1'))

/** Runs one file, in a world without settings, and answers what it has printed. */
async function printedBy(file: string): Promise<string[]> {
  const printed: string[] = []
  const { log } = console
  const { DATABASE_URL: address } = process.env
  delete process.env.DATABASE_URL
  console.log = (...values: unknown[]) => printed.push(format(...values))
  try {
    await import(pathToFileURL(file).href)
  } finally {
    console.log = log
    if (address !== undefined) process.env.DATABASE_URL = address
  }
  return printed
}

/** A small database of django-cart, for the pages to import. */
const OLD: DjangoRows = {
  django_content_type: [
    [7, 'store', 'garment'],
    [8, 'store', 'article'],
  ],
  store_garment: [[42, 'Coat 42', '289.00']],
  store_article: [[5, 'Mug 5']],
  cart_discount: [[1, 'SUMMER25', 'percent', '25.00', null, 500, 12, 1, null, null]],
  cart_cart: [
    [1, '2026-01-02 10:00:00', 0, 11, 1],
    [2, '2026-01-03 10:00:00', 0, null, null],
  ],
  cart_item: [
    [1, 1, '289.00', 42, 1, 7],
    [2, 3, '20.00', 5, 2, 8],
  ],
}

describe('the examples in the documents', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(LIBRARY, 'tests/.docs-'))
    const old = await djangoFile(OLD)
    for (const page of PAGES) {
      await mkdir(join(folder, nameOf(page)))
      await cp(old.address.slice('sqlite:'.length), join(folder, nameOf(page), 'old.db'))
    }
    await old.remove()
  })
  after(() => rm(folder, { recursive: true }))

  it('compile, run, and print what they say', async () => {
    const blocks = (await Promise.all(PAGES.map((page) => blocksOf(page, 'ts')))).flat()
    for (const page of PAGES)
      assert.ok(
        blocks.some((block) => block.page === page),
        `${page} has no example`,
      )
    for (const block of blocks) await writeFile(fileOf(folder, block), `${block.code}\nexport {}\n`)
    const config = join(folder, 'tsconfig.json')
    const compilerOptions = { noEmit: true, noUnusedLocals: false, isolatedDeclarations: false }
    const files = blocks.map((block) => fileOf(folder, block))
    await writeFile(config, JSON.stringify({ extends: '../../../../tsconfig.base.json', compilerOptions, files }))
    await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', config, '--singleThreaded']).catch((error: { stdout?: string }) =>
      assert.fail(error.stdout ?? ''),
    )
    for (const block of blocks) {
      const printed = await printedBy(fileOf(folder, block))
      for (const text of promised(block.code)) {
        assert.ok(printed.includes(text), `${block.page}:${block.line} says ${text}, but prints ${printed.join(' | ')}`)
      }
    }
  })

  it('are commands that work', async () => {
    const shim = join(folder, 'bin')
    const main = join(LIBRARY, 'src/cli/main.ts')
    await mkdir(shim)
    await writeFile(
      join(shim, 'npx'),
      `#!/bin/sh\nshift\nexec '${process.execPath}' --conditions=cartwright-source --disable-warning=ExperimentalWarning '${main}' "$@"\n`,
    )
    await chmod(join(shim, 'npx'), 0o755)
    for (const page of PAGES.slice(1)) {
      const place = join(folder, nameOf(page))
      for (const block of await blocksOf(page, 'ts')) {
        if (block.code.startsWith('// shop.ts\n')) await writeFile(join(place, 'shop.ts'), block.code)
      }
      const env = {
        PATH: `${shim}${delimiter}${process.env.PATH}`,
        DATABASE_URL: 'sqlite:shop.db',
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
      }
      for (const { line, code } of await blocksOf(page, 'sh')) {
        await run('sh', ['-e', '-c', code], { cwd: place, env }).catch((error: { stdout?: string; stderr?: string }) =>
          assert.fail(`${page}:${line} fails: ${error.stdout}${error.stderr}`),
        )
      }
    }
  })
})
