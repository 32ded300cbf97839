import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fold, searchWords } from '../../src/catalogue/search-text.ts'

describe('search text', () => {
  it('folds marks, case and both kinds of Romanian s and t', () => {
    assert.equal(fold('Fustă plisată'), 'fusta plisata')
    assert.equal(fold('ȘȚșț'), fold('ŞŢşţ'))
    assert.equal(fold('Belle Étape'), 'belle etape')
    assert.equal(fold('  Port-Breiz!  '), 'port breiz')
  })

  it('keeps nothing that means something in a pattern', () => {
    assert.equal(fold("100%_'\\"), '100')
    assert.deepEqual(searchWords('%_%'), null)
  })

  it('takes words, at most eight', () => {
    assert.deepEqual(searchWords(' Rochie  ROȘIE '), ['rochie', 'rosie'])
    assert.deepEqual(searchWords('   '), [])
    assert.equal(searchWords('a b c d e f g h i j')?.length, 8)
  })
})
