import { strict as assert } from 'node:assert'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { type Asset, assetPath, findAsset } from '../src/assets.ts'

const FONTS = ['fraunces-latin', 'fraunces-latin-ext', 'instrument-sans-latin', 'instrument-sans-latin-ext'].map(
  (name) => `fonts/${name}.woff2`,
)

function asset(name: string): Asset {
  const found = findAsset(assetPath(name).replace('/assets/', ''))
  assert.ok(found, name)
  return found
}

const text = (name: string): string => Buffer.from(asset(name).content).toString()

describe('the files of the site', () => {
  it('have the mark of their content in their address', () => {
    for (const name of ['shop.css', 'shop.js', 'favicon.svg', ...FONTS]) {
      const mark = createHash('sha256').update(asset(name).content).digest('base64url').slice(0, 10)
      assert.equal(assetPath(name), `/assets/${name.replace(/\.(\w+)$/, `.${mark}.$1`)}`)
    }
    assert.throws(() => assetPath('nothing.css'), RangeError)
    assert.equal(findAsset('shop.css'), null)
  })

  it('are compressed to the same bytes, but for fonts, which are already', () => {
    for (const name of ['shop.css', 'shop.js', 'favicon.svg']) {
      const { content, compressed } = asset(name)
      const [brotli, zipped] = [compressed.get('br'), compressed.get('gzip')]
      assert.ok(brotli && zipped && brotli.length < content.length && zipped.length < content.length, name)
      assert.deepEqual(brotliDecompressSync(brotli), Buffer.from(content))
      assert.deepEqual(gunzipSync(zipped), Buffer.from(content))
    }
    for (const name of FONTS) assert.equal(asset(name).compressed.size, 0)
  })

  it('stay within their budgets', () => {
    const zipped = (name: string): number => gzipSync(asset(name).content, { level: 9 }).length
    assert.ok(zipped('shop.css') <= 9_000, `${zipped('shop.css')} bytes of styles`)
    for (const name of ['shop.js', 'auction.js', 'checkout.js', 'sell.js'])
      assert.ok(zipped(name) <= 4_000, `${zipped(name)} bytes of script in ${name}`)
    const fonts = FONTS.reduce((sum, name) => sum + asset(name).content.length, 0)
    assert.ok(fonts <= 65_000, `${fonts} bytes of fonts`)
  })
})

describe('the styles', () => {
  it('name the fonts by the addresses they are served at, and nothing else', () => {
    const named = [...text('shop.css').matchAll(/url\(([^)]*)\)/g)].map(([, path]) => path)
    assert.deepEqual(named.sort(), FONTS.map((name) => `"${assetPath(name)}"`).sort())
  })

  it('are sent without what only people read, and with every word that counts', () => {
    const folder = new URL('../src/assets/styles/', import.meta.url)
    const sources = globSync('*.css', { cwd: folder })
      .sort()
      .map((name) => readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''))
    const words = (sheet: string): string[] => sheet.replace(/url\("[^"]*"\)/g, 'url').match(/"[^"]*"|[^\s{};,>"]+/g) ?? []
    // A colon may have lost the space after it, nothing else.
    const close = (sheet: string): string => words(sheet).join(' ').replace(/: /g, ':')
    assert.equal(close(text('shop.css')), close(sources.join('')))
    assert.doesNotMatch(text('shop.css'), /\/\*|\s\s|\n/)
  })

  it('hold in both directions of writing: no side is called left or right', () => {
    assert.doesNotMatch(
      text('shop.css'),
      /(?:margin|padding|border|inset)-(?:left|right)|text-align:\s*(?:left|right)|float:\s*(?:left|right)|[;{\s](?:left|right):/,
    )
  })
})

describe('the colours', () => {
  const colours = new Map(
    [...text('shop.css').matchAll(/--([\w-]+): ?light-dark\((#\w+), ?(#\w+)\)/g)].map(([, name = '', light = '', dark = '']) => [
      name,
      { light, dark },
    ]),
  )
  /** The contrast of two colours as WCAG 2.2 reckons it. */
  const contrast = (name: string, ground: string, scheme: 'light' | 'dark'): number => {
    const [one, other] = [name, ground].map((each) => luminance(colours.get(each)?.[scheme] ?? '')) as [number, number]
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
  }

  it('can be read in light and dark', () => {
    const grounds = ['paper', 'surface', 'sunk']
    const pairs = [
      ...['ink', 'ink-2', 'ink-3'].flatMap((ink) => grounds.map((ground) => [ink, ground, 4.5] as const)),
      ...['ok', 'warn', 'bad', 'info'].flatMap((state) =>
        [`${state}-soft`, 'paper', 'surface'].map((ground) => [state, ground, 4.5] as const),
      ),
      ['accent', 'accent-soft', 4.5],
      ['accent', 'paper', 4.5],
      ['on-accent', 'accent', 4.5],
      ['on-accent', 'accent-hover', 4.5],
      ...['field', 'focus'].flatMap((edge) => ['paper', 'surface'].map((ground) => [edge, ground, 3] as const)),
    ] as const
    for (const [name, ground, least] of pairs) {
      for (const scheme of ['light', 'dark'] as const) {
        const ratio = contrast(name, ground, scheme)
        assert.ok(ratio >= least, `${name} on ${ground}, ${scheme}: ${ratio.toFixed(2)}`)
      }
    }
  })
})

function luminance(colour: string): number {
  const long = colour.length === 4 ? colour.replace(/[\da-f]/gi, '$&$&') : colour
  const [red = NaN, green = NaN, blue = NaN] = [1, 3, 5].map((place) => {
    const value = Number.parseInt(long.slice(place, place + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
