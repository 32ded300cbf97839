/**
 * Lints and checks the format of every file; `--write` repairs what can be repaired.
 * Biome is called by its path: its wrapper package breaks `npm ci` where the binaries of other platforms are missing.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const linter = `${root}node_modules/@biomejs/cli-linux-x64/biome`

if (/"resolved": "https?:/.test(readFileSync(`${root}package-lock.json`, 'utf8'))) {
  console.error('lint: package-lock.json names a download address. Run npm install again with the .npmrc of this folder.')
  process.exit(1)
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(`lint: skipped, no pinned binary for ${process.platform}-${process.arch}. Run it by hand: npx @biomejs/biome@2.6.8 check`)
  process.exit(0)
}

if (!existsSync(linter)) {
  console.error('lint: @biomejs/cli-linux-x64 is not installed. Run npm ci (optional dependencies included).')
  process.exit(1)
}

const write = process.argv.includes('--write') ? ['--write'] : []
const result = spawnSync(linter, ['check', '--error-on-warnings', '--no-errors-on-unmatched', ...write], { cwd: root, stdio: 'inherit' })
process.exit(result.status ?? 1)
