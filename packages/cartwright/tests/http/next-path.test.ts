import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sitePath } from '../../src/http/index.ts'

const OURS = 'https://shop.test'

// Every one of these leaves the site in some browser, or tries to.
const NASTY = [
  '',
  ' ',
  'cart',
  '//evil.test',
  '///evil.test',
  '////evil.test/x',
  '/\\evil.test',
  '\\/evil.test',
  '\\\\evil.test',
  '/\t/evil.test',
  '\t//evil.test',
  '/\n/evil.test',
  '/\r\n/evil.test',
  '/\0/evil.test',
  '/ /evil.test',
  ' //evil.test',
  '/.//evil.test',
  '/..//evil.test',
  '/x/..//evil.test',
  '/%2e//evil.test',
  '/%2e%2e//evil.test',
  '/x/%2E./%2e.//evil.test',
  'https:evil.test',
  'https:/evil.test',
  'https://evil.test',
  'https://shop.test@evil.test/',
  'http://shop.test/cart',
  'https://shop.test/cart',
  'https://shop.test.evil.test/',
  'HTTPS://EVIL.TEST',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'mailto:x@evil.test',
  '?x=1',
  '#x',
  '.',
  '..//evil.test',
  '@evil.test',
  '/cart\\..\\..\\evil',
  `/${'x'.repeat(2001)}`,
  '/\u0085//evil.test\u0000',
]

describe('the path of a form', () => {
  for (const text of NASTY) {
    it(`is not ${JSON.stringify(text).slice(0, 60)}`, () => {
      const path = sitePath(text, OURS)
      assert.equal(path, null)
    })
  }

  it('is any path of the site, and stays on it', () => {
    const good: Readonly<Record<string, string>> = {
      '/': '/',
      '/cart': '/cart',
      '/garments?size=M&q=a%20b#top': '/garments?size=M&q=a%20b#top',
      '/a/../b': '/b',
      '/ș': '/%C8%99',
      '/x?next=//evil.test': '/x?next=//evil.test',
      '/%2f/evil.test': '/%2f/evil.test',
      '/x//y': '/x//y',
      '/@evil.test': '/@evil.test',
      '/https://evil.test': '/https://evil.test',
    }
    for (const [text, path] of Object.entries(good)) {
      assert.equal(sitePath(text, OURS), path)
      assert.equal(new URL(path, OURS).origin, OURS)
    }
  })
})
