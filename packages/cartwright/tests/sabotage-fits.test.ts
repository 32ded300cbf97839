import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { patchedText } from '../../../scripts/sabotage/apply-patch.ts'
import type { Guard } from '../../../scripts/sabotage/guard.ts'
import { guards } from '../../../scripts/sabotage/guards.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Whether the file has a test of this title, the name of its suite before it or not; what a title takes from a variable may be anything. */
function hasTest(file: string, title: string): boolean {
  const titles = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bit\((['"`])(.+?)\1, /g)].map(([, , found = '']) => found)
  const patterns = titles.map((found) =>
    found
      .split(/\$\{[^}]*\}/)
      .map(RegExp.escape)
      .join('.+'),
  )
  return patterns.some((pattern) => new RegExp(`^(sqlite )?${pattern}$`).test(title))
}

/** What of a guard does not fit the source any more. */
function misfits({ name, patches, tests, witness }: Guard): string[] {
  const texts = new Map<string, string>()
  const broken = tests.filter((file) => !existsSync(join(ROOT, file))).map((file) => `${name}: there is no ${file}`)
  if (broken.length === 0 && witness !== undefined && !tests.some((file) => hasTest(file, witness)))
    broken.push(`${name}: there is no test ${witness}`)
  try {
    for (const patch of patches) {
      texts.set(patch.file, patchedText(texts.get(patch.file) ?? readFileSync(join(ROOT, patch.file), 'utf8'), patch))
    }
  } catch (error) {
    broken.push(`${name}: ${error instanceof Error ? error.message : 'threw no error'}`)
  }
  return broken
}

describe('sabotage', () => {
  it('fits the source: a guard that moved takes its sabotage along', () => {
    assert.ok(guards.length > 100, `only ${guards.length} guards`)
    assert.deepEqual(guards.flatMap(misfits), [])
  })
})
