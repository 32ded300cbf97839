/** The demonstration of the README tells only what the shop does: it stops where something is otherwise. */
import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WORDS = ['--conditions=cartwright-source', '--disable-warning=ExperimentalWarning', 'scripts/demo.ts', '--once']

it('the demonstration shows a sale, a hold that lapses, an auction, and books that are right', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, WORDS, { cwd: ROOT, timeout: 120_000 })
  assert.match(stdout, /40 others try at once/)
  assert.match(stdout, /Ana pays [\d.]+ RON from her wallet: order \S+, paid/)
  assert.match(stdout, /The hold has lapsed/)
  assert.match(stdout, /Buyer 2 has won at 155\.00/)
  assert.match(stdout, /Nothing to report\.\s*$/)
})
