import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { cartFragment } from '../src/views/cart-fragment.ts'
import { checkoutPage } from '../src/views/checkout-page.ts'
import { EMPTY_FORM } from '../src/views/types.ts'
import { cart, context, line } from './view-samples.ts'
import { CHANGES, cartKnown, cartWith, checkoutData, LINE_TROUBLES } from './view-samples-checkout.ts'

const SAID: Readonly<Record<string, RegExp>> = {
  lapsed: /Rezervarea a expirat\.[\s\S]*action="\/cart\/items"[\s\S]*Rezervă din nou/,
  taken: /A rezervat-o altcineva până la 14:35\.[\s\S]*Vezi dacă s-a eliberat/,
  'too few': /Nu mai sunt destule pe stoc\./,
  sold: /S-a vândut între timp\./,
  withdrawn: /Nu mai este de vânzare\./,
  'auction only': /Se vinde acum doar la licitație\./,
  'own listing': /Este anunțul tău\./,
  dearer: /Prețul a crescut[\s\S]*<s>[\s\S]*250,00[\s\S]*289,00[\s\S]*name="codes" value="price_changed"/,
  cheaper: /Prețul a scăzut[\s\S]*300,00[\s\S]*289,00/,
}

describe('a line that something happened to', () => {
  for (const [name, [state, notice]] of Object.entries(LINE_TROUBLES)) {
    it(`says so at the line, and only there: ${name}`, () => {
      const text = String(cartFragment(cartWith(state, notice), 'ro', cartKnown()))
      assert.match(text, SAID[name] ?? /^$/)
      assert.doesNotMatch(text, /id="notices"/)
      assert.equal(/1 articol din coș nu intră în total/.test(text), state !== 'price_changed')
    })
  }

  it('is not offered again what would be refused', () => {
    for (const name of ['taken', 'too few', 'sold', 'withdrawn']) {
      const [state, notice] = LINE_TROUBLES[name] ?? ['ok', null]
      assert.doesNotMatch(String(cartFragment(cartWith(state, notice), 'ro', cartKnown())), /id="again-l1"/, name)
    }
  })
})

describe('a hold', () => {
  const shown = (until: string | undefined): string => {
    const { held_until: _, ...bare } = line('l1')
    const lines = [until === undefined ? bare : { ...bare, held_until: until }]
    return String(cartFragment({ ...cart(), lines, notices: [] }, 'ro', cartKnown()))
  }

  it('has a timer where it ends soon, a date where it does not, and no button where nothing is held', () => {
    assert.match(shown('2026-11-21T12:35:00.000Z'), /<hold-timer until="2026-11-21T12:35:00\.000Z"[^>]*>14:35<\/hold-timer>/)
    assert.doesNotMatch(shown('2026-11-25T12:35:00.000Z'), /<hold-timer/)
    assert.match(shown('2026-11-25T12:35:00.000Z'), /25 noiembrie/)
    assert.match(shown('2026-11-21T12:35:00.000Z'), /action="\/cart\/renew"/)
    assert.doesNotMatch(shown(undefined), /hold-timer|action="\/cart\/renew"/)
  })
})

describe('a total that has changed', () => {
  it('is shown before and after, in words, and nothing twice', () => {
    const form = { ...EMPTY_FORM, refusal: { code: 'quote_changed', details: { changes: CHANGES, currency: 'RON' } } }
    const text = String(checkoutPage(context(), checkoutData('', { form })))
    const rows = [...text.matchAll(/<th scope="row">([^<]*)<\/th>/g)].map(([, label]) => label)
    assert.deepEqual(rows, [
      'Preț: Rochie',
      'Preț: articol scos din comandă',
      'Cantitate: articol scos din comandă',
      'Codul MINUS',
      'Livrare de la ',
      'Protecția cumpărătorului',
      'Total',
    ])
    assert.match(text, /Nu am comandat nimic\./)
  })
})
