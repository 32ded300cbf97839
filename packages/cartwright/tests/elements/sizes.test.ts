import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const BUNDLER = `${ROOT}node_modules/@esbuild/${process.platform}-${process.arch}/bin/esbuild`
const SETTINGS = ['--bundle', '--minify', '--format=esm', '--target=es2023', '--conditions=cartwright-source', '--external:react']

/** Bytes that go over the line, compressed. */
const LIMITS: Readonly<Record<string, number>> = {
  'packages/cartwright/src/elements/define-all.ts': 4000,
  'packages/cartwright/src/client/index.ts': 3000,
  'packages/cartwright/src/react/index.ts': 2500,
  'apps/revers/src/client/shop.ts': 4000,
  'apps/revers/src/client/auction.ts': 4000,
  'apps/revers/src/client/checkout.ts': 4000,
  'apps/revers/src/client/sell.ts': 4000,
}

const bundle = (entry: string, ...more: readonly string[]): string =>
  execFileSync(BUNDLER, [ROOT + entry, ...SETTINGS, ...more], { encoding: 'utf8' })

describe('what goes to browsers', { skip: !existsSync(BUNDLER) && 'the bundler is not installed' }, () => {
  for (const [entry, limit] of Object.entries(LIMITS)) {
    it(`${entry} stays within ${limit} bytes`, () => {
      const size = gzipSync(bundle(entry), { level: 9 }).length
      assert.ok(size <= limit, `${entry} has ${size} bytes`)
    })
  }

  it('brings nothing of the server along', () => {
    for (const entry of Object.keys(LIMITS)) assert.doesNotMatch(bundle(entry), /node:|\bzod\b|\bhono\b/, entry)
  })

  it('has elements that pull in no client', () => {
    assert.doesNotMatch(bundle('packages/cartwright/src/elements/define-all.ts'), /\/checkout/)
  })
})
