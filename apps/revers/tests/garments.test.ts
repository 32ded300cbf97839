import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { type Drawing, drawingAlternative, drawingName, drawingOf, drawingSvg } from '../src/garments/drawing.ts'
import { defectsOf, measuresOf } from '../src/garments/measures.ts'
import { COLOURWAY_NAMES, FABRIC_NAMES, pictureSvg, SILHOUETTE_NAMES, VIEWS } from '../src/garments/pictures.ts'
import { ARTICLES, AUCTION_GARMENTS, GARMENTS, MATERIALS, SELLERS, type SellerKey, WON_GARMENTS } from '../src/garments/seed.ts'
import { SILHOUETTES } from '../src/garments/silhouettes.ts'

const garments = [...GARMENTS, ...AUCTION_GARMENTS, ...WON_GARMENTS]
const everything: readonly { readonly drawing: Drawing }[] = [...garments, ...ARTICLES, ...MATERIALS]

describe('the seeded garments', () => {
  it('are sixty, all different, at most 720 lei, from enough sellers', () => {
    assert.equal(GARMENTS.length, 60)
    assert.equal(new Set(garments.map(({ id }) => id)).size, garments.length)
    assert.ok(GARMENTS.every(({ price }) => price > 0n && price <= 72_000n))
    assert.ok(new Set(GARMENTS.map(({ seller }) => seller)).size >= 5)
    const owned = (key: SellerKey): number => GARMENTS.filter(({ seller }) => seller === key).length
    assert.ok(owned('mihai') >= 3 && owned('ioana') >= 3)
  })

  it('leave the names Mihai and Ioana to their sellers', () => {
    const named = Object.entries(SELLERS).filter(([, { name }]) => /mihai|ioana/i.test(name))
    assert.deepEqual(named.map(([key]) => key).sort(), ['ioana', 'mihai'])
    assert.ok(
      everything.every(
        (thing) =>
          !/mihai|ioana/i.test(JSON.stringify(thing, (_, value) => (typeof value === 'bigint' ? '' : value)).replace(/"seller":"\w+"/, '')),
      ),
    )
  })

  it('come with four running auctions and two lots won for 80 and 120 lei', () => {
    assert.equal(AUCTION_GARMENTS.length, 4)
    assert.deepEqual(
      WON_GARMENTS.map(({ wonFor }) => wonFor),
      [8_000n, 12_000n],
    )
    assert.ok(AUCTION_GARMENTS.every(({ endsInHours, reserve, price }) => endsInHours > 0 && (reserve === null || reserve > price)))
  })

  it('stand beside counted articles and one material by weight', () => {
    assert.ok(ARTICLES.length >= 10)
    assert.ok(ARTICLES.every(({ stock, scale }) => scale === 0 && stock >= 5n && stock <= 500n))
    assert.deepEqual(
      MATERIALS.map(({ scale }) => scale),
      [3],
    )
  })
})

describe('drawings', () => {
  it('are all different and found again by their names', () => {
    const names = everything.map(({ drawing }) => drawingName(drawing))
    assert.equal(new Set(names).size, everything.length)
    for (const { drawing } of everything) assert.deepEqual(drawingOf(drawingName(drawing)), drawing)
  })

  it('are null for names that are none', () => {
    for (const name of [
      '',
      'dress',
      'dress-floral',
      'dress-floral-olive-x',
      'tote-olive-x',
      'toString-solid-olive',
      '<svg>',
      'dress-__proto__-olive',
    ]) {
      assert.equal(drawingOf(name), null, name)
    }
  })

  it('are closed documents whose ids are their own', () => {
    const owners = new Map<string, string>()
    for (const { drawing } of everything) {
      const svg = drawingSvg(drawing)
      assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 400 520"/)
      assert.ok(svg.endsWith('</svg>') && svg.length < 8_000)
      assert.doesNotMatch(svg, /NaN|undefined|<script|href/)
      const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)
      for (const [, id = ''] of svg.matchAll(/url\(#([^)]+)\)/g)) assert.ok(ids.includes(id), `${drawingName(drawing)} uses ${id}`)
      for (const id of ids) {
        assert.equal(owners.get(id), undefined, `${id} is in two drawings`)
        owners.set(id, drawingName(drawing))
      }
    }
  })

  it('show the cloth and the label of every garment, each closed and with ids of its own', () => {
    const seen = new Set<string>()
    for (const silhouette of SILHOUETTE_NAMES) {
      for (const [index, fabric] of FABRIC_NAMES.entries()) {
        const garment = { silhouette, fabric, colourway: COLOURWAY_NAMES[index] ?? 'navy' }
        for (const view of VIEWS) {
          const svg = pictureSvg(garment, view)
          assert.ok(
            svg.startsWith('<svg ') && svg.endsWith('</svg>') && svg.length < 8_000,
            `${silhouette} ${fabric} ${view}: ${svg.length}`,
          )
          assert.doesNotMatch(svg, /NaN|undefined|<script|href|<text/)
          const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)
          for (const [, id = ''] of svg.matchAll(/url\(#([^)]+)\)/g)) assert.ok(ids.includes(id), `${silhouette} ${view} uses ${id}`)
          for (const id of ids) assert.ok(!seen.has(id), id)
          for (const id of ids) seen.add(id)
        }
      }
    }
  })

  it('keep every silhouette on the sheet', () => {
    for (const silhouette of SILHOUETTE_NAMES) {
      const numbers = SILHOUETTES[silhouette].outline.flat()
      assert.ok(
        numbers.every((number, index) => number >= 40 && (index % 2 === 0 ? number <= 200 : number <= 500)),
        silhouette,
      )
    }
  })

  it('have measures that grow with the size, and wear only where a garment is no more than good', () => {
    for (const silhouette of SILHOUETTE_NAMES) {
      const drawing = { silhouette, fabric: 'solid', colourway: 'navy' } as const
      const chest = (size: string): number => measuresOf(drawing, size)[0]?.centimetres ?? 0
      assert.ok(chest('L') >= chest('S') && chest('44') >= chest('36') && chest('S') > 0, silhouette)
      assert.equal(defectsOf({ id: '7', drawing, condition: 'good' }).length, 1)
      assert.deepEqual(defectsOf({ id: '7', drawing, condition: 'like_new' }), [])
    }
    assert.deepEqual(measuresOf({ silhouette: 'dress', fabric: 'solid', colourway: 'navy' }, 'whatever'), [])
    assert.ok(measuresOf({ silhouette: 'bag', fabric: 'solid', colourway: 'navy' }, null).length > 0)
  })

  it('are described in both languages', () => {
    for (const { drawing } of everything) {
      assert.match(drawingAlternative(drawing, 'ro'), /^Desen: .+, culoare .+/)
      assert.match(drawingAlternative(drawing, 'en'), /^Drawing: .+/)
    }
  })
})
