/**
 * Bundles what runs in browsers: `packages/cartwright/dist/elements.min.js`, the elements as one file for pages without a bundler of their own, and
 * `apps/revers/dist`, the script of the shop and those of single pages, which hold it. `npm ci` does it, and so do `npm start` and `npm test`, which takes them 50 ms.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bundler = `${root}node_modules/@esbuild/${process.platform}-${process.arch}/bin/esbuild`

const BUNDLES = {
  'packages/cartwright/src/elements/define-all.ts': 'packages/cartwright/dist/elements.min.js',
  'apps/revers/src/client/shop.ts': 'apps/revers/dist/shop.js',
  'apps/revers/src/client/auction.ts': 'apps/revers/dist/auction.js',
  'apps/revers/src/client/checkout.ts': 'apps/revers/dist/checkout.js',
  'apps/revers/src/client/sell.ts': 'apps/revers/dist/sell.js',
}

if (!existsSync(bundler)) {
  console.log('build: no bundle for browsers, the bundler is not installed (an install without optional dependencies)')
  process.exit(0)
}

for (const [entry, output] of Object.entries(BUNDLES)) {
  const settings = ['--bundle', '--minify', '--format=esm', '--target=es2023', '--conditions=cartwright-source', '--log-level=warning']
  const run = spawnSync(bundler, [`${root}${entry}`, ...settings, `--outfile=${root}${output}`], { stdio: 'inherit' })
  if (run.status !== 0) {
    console.error(`build: the bundler refused ${entry}, see above`)
    process.exit(1)
  }
}
