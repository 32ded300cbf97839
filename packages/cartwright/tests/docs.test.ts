import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const PAGES = ['README.md', 'packages/cartwright/README.md']

/** All TypeScript blocks of a page, with the line they start on, so that a failure points at the page. */
async function blocksOf(page: string): Promise<{ line: number; code: string }[]> {
  const text = await readFile(join(ROOT, page), 'utf8')
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((found) => ({
    line: text.slice(0, found.index).split('\n').length,
    code: found[1] ?? '',
  }))
}

describe('the examples in the documents', () => {
  it('compile and run', async () => {
    const folder = await mkdtemp(join(ROOT, 'packages/cartwright/tests/.docs-'))
    try {
      const files: string[] = []
      for (const page of PAGES) {
        const blocks = await blocksOf(page)
        assert.ok(blocks.length > 0, `${page} has no example`)
        for (const { line, code } of blocks) {
          const file = join(folder, `${page.replaceAll(/\W/g, '-')}-${line}.ts`)
          await writeFile(file, `${code}\nexport {}\n`)
          files.push(file)
        }
      }
      const config = join(folder, 'tsconfig.json')
      await writeFile(
        config,
        JSON.stringify({
          extends: '../../../../tsconfig.base.json',
          compilerOptions: { noEmit: true, noUnusedLocals: false, isolatedDeclarations: false },
          files,
        }),
      )
      await promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), ['-p', config])
      const log = console.log
      console.log = () => undefined
      try {
        for (const file of files) await import(pathToFileURL(file).href)
      } finally {
        console.log = log
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
