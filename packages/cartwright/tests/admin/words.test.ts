import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ROMANIAN } from '../../src/admin/overview/finding-words.ts'

const FOLDER = fileURLToPath(new URL('../../src/admin', import.meta.url))

/** The texts of all tables of words: what stands in quotes after a key. */
const texts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /words[^/]*\.ts$/.test(file))
  .flatMap((file) =>
    [...readFileSync(join(FOLDER, file), 'utf8').matchAll(/(?:: |=> )(?:'([^'\n]*)'|`([^`]*)`)/g)].map(([, plain = '', made = '']) => ({
      file,
      text: plain + made,
    })),
  )

const faulty = (pattern: RegExp): string[] => texts.filter(({ text }) => pattern.test(text)).map(({ file, text }) => `${file}: ${text}`)

describe('the words of the admin', () => {
  it('are looked at', () => {
    assert.ok(texts.length > 300, `only ${texts.length} texts were found`)
  })

  it('have Romanian letters with a comma, not with a cedilla', () => {
    assert.deepEqual(faulty(/[şţŞŢ]/), [])
  })

  it('say of each finding all that the doctor names', () => {
    const namedIn = (text: string): string => [...new Set(text.match(/\$\d/g))].sort().join(' ')
    for (const [sentence, text] of Object.entries(ROMANIAN)) {
      assert.equal(namedIn(text), namedIn(sentence), sentence)
      assert.match(text, /^(?:\p{Lu}|\$\d).*[.?]$/u)
    }
  })

  it('do not shout, and have no stray spaces', () => {
    assert.deepEqual(faulty(/!|^\s|\s$| {2}|\.\.\./), [])
  })
})
