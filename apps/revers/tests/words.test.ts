import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { fieldErrorText } from '../src/i18n/field-errors.ts'
import { formatAmount, formatQuantity, isZero } from '../src/i18n/format.ts'
import { messagesOf } from '../src/i18n/messages.ts'
import { noticeText } from '../src/i18n/notices.ts'
import { reasonText, refusalText } from '../src/i18n/refusals.ts'

/** Intl puts no-break spaces between number and currency. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

/** The codes of the HTTP contract. */
const CONTRACT =
  `invalid_input invalid_quantity item_not_found product_not_found not_found item_taken item_sold auction_only insufficient_stock
own_product buyer_not_allowed price_mismatch discount_invalid cart_empty cart_changed quote_changed address_required address_invalid
shipping_unavailable payment_not_eligible card_declined wallet_insufficient minimum_order hold_limit renewal_limit bid_too_low auction_closed
order_state email_taken invalid_credentials login_required forbidden_origin idempotency_in_progress idempotency_mismatch
idempotency_key_required rate_limited payload_too_large unsupported_media_type plugin_failed unavailable`.split(/\s+/)

/** What the cart remarks by itself. */
const NOTICES =
  `already_in_cart hold_expired price_changed unavailable item_taken item_sold auction_only own_product buyer_not_allowed currency
discount_dropped merged own_product_dropped quantity_clamped item_dropped moved_to_saved`.split(/\s+/)

describe('amounts', () => {
  it('are exact, whatever their size, with all their decimals', () => {
    assert.equal(plain(formatAmount('12.00', 'RON', 'ro')), '12,00 RON')
    assert.equal(plain(formatAmount('12.00', 'RON', 'en')), 'RON 12.00')
    assert.equal(plain(formatAmount('9007199254740993.10', 'RON', 'ro')), '9.007.199.254.740.993,10 RON')
    assert.equal(plain(formatAmount('0.10', 'RON', 'ro')), '0,10 RON')
    assert.equal(plain(formatAmount('-3.50', 'RON', 'ro')), '-3,50 RON')
    assert.equal(plain(formatAmount('1200', 'JPY', 'en')), 'JP¥1,200')
    assert.equal(plain(formatAmount('0.123456789012345678', 'ETH', 'en')), 'ETH 0.123456789012345678')
  })

  it('tell zero from nearly zero', () => {
    assert.ok(isZero('0.00') && isZero('0') && isZero('-0.00'))
    assert.ok(!isZero('0.01') && !isZero('10.00'))
  })

  it('and quantities drop the decimals that say nothing', () => {
    assert.equal(formatQuantity('1.250', 'ro'), '1,25')
    assert.equal(formatQuantity('2.000', 'en'), '2')
    assert.equal(formatQuantity(100, 'ro'), '100')
  })
})

describe('plurals', () => {
  it('have three forms in Romanian', () => {
    const { items } = messagesOf('ro').frame
    const words = [0, 1, 2, 19, 20, 21, 100, 101, 102, 119, 120, 1000].map(items)
    assert.deepEqual(words, [
      '0 articole',
      '1 articol',
      '2 articole',
      '19 articole',
      '20 de articole',
      '21 de articole',
      '100 de articole',
      '101 articole',
      '102 articole',
      '119 articole',
      '120 de articole',
      '1000 de articole',
    ])
  })

  it('have two in English', () => {
    assert.deepEqual([0, 1, 2].map(messagesOf('en').frame.items), ['0 items', '1 item', '2 items'])
  })
})

describe('refusals', () => {
  it('each have a sentence of their own in both languages', () => {
    const neutral = [refusalText('no_such_code', {}, 'ro'), refusalText('no_such_code', {}, 'en')]
    for (const code of CONTRACT) {
      const ro = refusalText(code, {}, 'ro')
      const en = refusalText(code, {}, 'en')
      assert.ok(ro.endsWith('.') && en.endsWith('.') && ro !== en, code)
      assert.ok(!neutral.includes(ro) && !neutral.includes(en), code)
    }
  })

  it('say their details', () => {
    const until = { available_again_at: '2026-11-21T12:35:00.000Z' }
    const changes = [{ path: 'totals/total', before: '10.00', after: '12.00' }]
    assert.equal(refusalText('item_taken', until, 'ro'), 'Altcineva are piesa în coș până la 14:35.')
    assert.equal(refusalText('discount_invalid', { reason: 'expired' }, 'en'), 'The code has expired.')
    assert.equal(refusalText('rate_limited', { retry_after: 20 }, 'ro'), 'Prea multe încercări. Mai încearcă peste 20 de secunde.')
    assert.equal(refusalText('insufficient_stock', { available: 3 }, 'en'), 'Not enough in stock: 3 left.')
    assert.equal(refusalText('insufficient_stock', { available: 1 }, 'ro'), 'Nu sunt destule pe stoc. A mai rămas o bucată.')
    assert.match(refusalText('insufficient_stock', { available: '0.5', scale: 3 }, 'ro'), /Au mai rămas 0,5 kg\./)
    assert.match(refusalText('invalid_quantity', { scale: 0 }, 'ro'), /număr întreg, cel puțin 1/)
    assert.match(refusalText('invalid_quantity', { scale: 3 }, 'ro'), /de exemplu 0,25/)
    assert.match(refusalText('renewal_limit', { reason: 'nothing_held' }, 'ro'), /rezervare a expirat poate fi adăugată din nou/)
    assert.match(refusalText('renewal_limit', { reason: 'nothing_held' }, 'en'), /reservation is over can be added again/)
    assert.notEqual(refusalText('renewal_limit', { limit: 10 }, 'en'), refusalText('renewal_limit', { reason: 'nothing_held' }, 'en'))
    assert.match(plain(refusalText('bid_too_low', { next_minimum: '120.00', currency: 'RON' }, 'en')), /RON 120\.00/)
    assert.match(plain(refusalText('quote_changed', { changes }, 'ro')), /era 10,00 RON, acum este 12,00 RON/)
  })

  it('keep the reasons of different refusals apart', () => {
    assert.equal(refusalText('payment_not_eligible', { reason: 'unknown' }, 'en'), 'This way of paying is not available for this order.')
    assert.equal(reasonText('discount', 'unknown', {}, 'en'), 'The code is not valid.')
    assert.equal(reasonText('discount', 'toString', {}, 'en'), null)
  })

  it('survive nonsense among the details', () => {
    for (const code of [...CONTRACT, 'toString', '__proto__', '']) {
      for (const nonsense of [null, 7, '', 'x', {}, []]) {
        const details = {
          reason: nonsense,
          next_minimum: nonsense,
          available: nonsense,
          changes: nonsense,
          retry_after: nonsense,
          currency: nonsense,
        }
        assert.equal(typeof refusalText(code, details, 'ro'), 'string')
      }
    }
  })
})

describe('notices and field errors', () => {
  it('each have a sentence, and a neutral one for the unknown', () => {
    for (const locale of ['ro', 'en'] as const) {
      const neutral = noticeText('no_such_code', {}, locale)
      for (const code of NOTICES) assert.notEqual(noticeText(code, {}, locale), neutral, code)
      assert.ok(neutral.length > 0)
      assert.equal(noticeText('toString', {}, locale), neutral)
    }
  })

  it('name the product, the prices and the reason', () => {
    const moved = { name: 'Palton', before: '10.00', after: '12.00', currency: 'RON' }
    assert.equal(plain(noticeText('price_changed', moved, 'ro')), '„Palton”: prețul este acum 12,00 RON (era 10,00 RON).')
    assert.equal(
      noticeText('discount_dropped', { discount: 'ULTIMUL', reason: 'used_up' }, 'en'),
      'The code ULTIMUL no longer applies. All uses of this code are gone.',
    )
  })

  it('are more exact for a field that deserves it', () => {
    assert.equal(fieldErrorText('address_county', 'required', 'en'), 'Choose the county.')
    assert.equal(fieldErrorText('address_city', 'required', 'en'), 'Fill in this field.')
    assert.equal(fieldErrorText('x', 'no_such_code', 'ro'), 'Verifică ce ai scris aici.')
  })
})

describe('Romanian', () => {
  it('is written with comma below, never with cedilla', () => {
    const texts = (value: unknown): string[] => {
      if (typeof value === 'string') return [value]
      if (typeof value === 'function') return [String(value(20))]
      return Object.values(value as object).flatMap(texts)
    }
    const all = [
      ...texts(messagesOf('ro')),
      ...CONTRACT.map((code) => refusalText(code, {}, 'ro')),
      ...NOTICES.map((code) => noticeText(code, {}, 'ro')),
    ]
    assert.ok(all.length > 300)
    for (const text of all) assert.doesNotMatch(text, /[şţŞŢ]/, text)
  })
})
