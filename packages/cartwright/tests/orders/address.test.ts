import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ShopError } from '../../src/errors.ts'
import { checkAddress, checkDelivery, ROMANIAN_COUNTIES } from '../../src/orders/address.ts'
import { PROPERTY } from '../money/property-runs.ts'

const home = { name: 'Ana Pop', line1: 'Str. Lalelelor 3', city: 'București', county: 'B', postal_code: '010101', country: 'RO' }
const abroad = { name: 'Ana Pop', line1: 'Lindenweg 3', city: 'Bonn', postal_code: '53111', country: 'DE' }

const problemsOf = (input: unknown): string[] => {
  try {
    checkAddress(input)
    return []
  } catch (error) {
    assert.ok(error instanceof ShopError)
    assert.equal(error.code, 'address_invalid')
    return (error.details.errors as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`)
  }
}

describe('address', () => {
  it('gives a tidy address', () => {
    const given = {
      ...home,
      id: 'a1',
      name: '  Ana Pop ',
      county: 'b',
      country: 'ro',
      line2: ' ',
      phone: '0722 123 456',
      email: 'ana@example.com',
    }
    assert.deepEqual(checkAddress(given), {
      name: 'Ana Pop',
      line1: 'Str. Lalelelor 3',
      city: 'București',
      county: 'B',
      postalCode: '010101',
      country: 'RO',
      phone: '0722 123 456',
      email: 'ana@example.com',
    })
  })

  it('takes an address it has made', () => {
    const address = checkAddress({ ...home, line2: 'ap. 4', phone: '+40722123456', locker: 'BUC-17' })
    assert.deepEqual(checkAddress(address), address)
  })

  it('composes letters (NFC)', () => {
    assert.equal(checkAddress({ ...home, city: 'Bucures\u0326ti' }).city, 'Bucure\u0219ti')
  })

  it('names every missing field at once, in one refusal', () => {
    assert.deepEqual(problemsOf({}), ['name required', 'line1 required', 'city required', 'postal_code required', 'country required'])
    assert.deepEqual(problemsOf({ country: 'RO' }), [
      'name required',
      'line1 required',
      'city required',
      'county required',
      'postal_code required',
    ])
    assert.deepEqual(problemsOf({ ...home, city: ' ', postal_code: '12', phone: '12' }), [
      'city required',
      'postal_code format',
      'phone format',
    ])
  })

  it('refuses what is no address', () => {
    for (const input of [null, undefined, 'x', 5, [home]]) assert.deepEqual(problemsOf(input), ['address required'])
    assert.deepEqual(problemsOf({ ...home, name: 5, city: { toString: () => 'x' } }), ['name characters', 'city characters'])
    assert.deepEqual(problemsOf(Object.create(home)), problemsOf({}))
  })

  it('knows the 42 Romanian counties, with commas below', () => {
    assert.equal(Object.keys(ROMANIAN_COUNTIES).length, 42)
    assert.equal(ROMANIAN_COUNTIES.IS, 'Iași')
    assert.doesNotMatch(Object.values(ROMANIAN_COUNTIES).join(), /[şţŞŢ]/)
    for (const county of Object.keys(ROMANIAN_COUNTIES)) assert.deepEqual(problemsOf({ ...home, county }), [])
    for (const county of ['XX', 'RO-B', 'București', 'constructor', '__proto__'])
      assert.deepEqual(problemsOf({ ...home, county }), ['county unknown'])
  })

  it('wants six digits of a Romanian postal code', () => {
    for (const code of ['01010', '0101011', '01010a', '٠١٠١٠١', '010 101'])
      assert.deepEqual(problemsOf({ ...home, postal_code: code }), ['postal_code format'], code)
  })

  it('serves other countries with looser rules', () => {
    assert.equal(checkAddress(abroad).county, undefined)
    assert.equal(checkAddress({ ...abroad, county: 'NRW' }).county, 'NRW')
    for (const code of ['SW1A 1AA', '1234-567', '99']) assert.deepEqual(problemsOf({ ...abroad, postal_code: code }), [], code)
    for (const code of ['1', '-12', 'x'.repeat(13), '12/3'])
      assert.deepEqual(problemsOf({ ...abroad, postal_code: code }), ['postal_code format'], code)
    for (const country of ['XX', 'DEU', 'UK', 'D', '{}']) assert.deepEqual(problemsOf({ ...abroad, country }), ['country unknown'], country)
  })

  it('takes Romanian and international telephone numbers', () => {
    for (const phone of ['0722123456', '021 312 34 56', '+40 722 123 456', '0040722123456', '+49 (228) 123456', '+1-202-555-0123']) {
      assert.deepEqual(problemsOf({ ...home, phone }), [], phone)
    }
    for (const phone of [
      '722123456',
      '072212345',
      '+4072212345',
      '+40 0722 123 456',
      '+0722123456',
      '+1234567890123456',
      'call me',
      '٠٧٢٢١٢٣٤٥٦',
    ]) {
      assert.deepEqual(problemsOf({ ...home, phone }), ['phone format'], phone)
    }
  })

  it('looks at e-mail addresses', () => {
    for (const email of ['ana', 'ana@', '@example.com', 'ana@example', 'a b@example.com', 'ana@example..com', 'ana@@example.com']) {
      assert.deepEqual(problemsOf({ ...home, email }), ['email format'], email)
    }
  })

  it('limits lengths and refuses control characters and turned text', () => {
    assert.deepEqual(problemsOf({ ...home, name: 'x'.repeat(200) }), [])
    assert.deepEqual(problemsOf({ ...home, name: 'x'.repeat(201) }), ['name too_long'])
    for (const bad of ['\u0000', '\n', '\u0007', '\u007f', '\u0085', '\u2028', '\u202e', '\u2066', '\ud800']) {
      assert.deepEqual(problemsOf({ ...home, name: `Ana${bad}Pop` }), ['name characters'], JSON.stringify(bad))
    }
    assert.deepEqual(problemsOf({ ...home, name: "Seán O'Neill-Ștefănescu 李 محمد" }), [])
  })

  it('needs no street for a locker', () => {
    const { line1, ...rest } = home
    assert.deepEqual(problemsOf(rest), ['line1 required'])
    const toLocker = checkAddress({ ...rest, locker: 'BUC-17' })
    assert.equal(toLocker.line1, '')
    checkDelivery(toLocker, 'locker')
    checkDelivery(checkAddress({ ...home, line1 }), 'street')
    assert.throws(() => checkDelivery(toLocker, 'street'), /address is not valid/)
    assert.throws(() => checkDelivery(checkAddress(home), 'locker'), /address is not valid/)
  })

  it('answers anything with an address or a refusal', () => {
    const field = fc.oneof(fc.string({ unit: 'binary' }), fc.anything({ maxDepth: 1 }))
    const keys = ['name', 'line1', 'line2', 'city', 'county', 'postal_code', 'postalCode', 'country', 'phone', 'email', 'locker']
    fc.assert(
      fc.property(fc.record(Object.fromEntries(keys.map((key) => [key, field])), { requiredKeys: [] }), (input) => {
        problemsOf({ ...home, ...input })
      }),
      PROPERTY,
    )
  })
})
