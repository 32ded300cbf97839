import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readSettings, SettingError } from '../../src/settings.ts'

const refused = (name: string, value: string): void => {
  assert.throws(
    () => readSettings({ [name]: value }),
    (error) => error instanceof SettingError && error.message.startsWith(`${name}: `) && !error.message.includes('\n'),
    `${name}=${value}`,
  )
}

describe('settings', () => {
  it('have the defaults of the contract', () => {
    const settings = readSettings({})
    assert.deepEqual([settings.port, settings.host, settings.databaseUrl], [3000, '127.0.0.1', 'sqlite:data/revers.db'])
    assert.deepEqual(settings.holds, { user: 900_000n, guest: 600_000n })
    assert.deepEqual([settings.holdPolicy, settings.limits, settings.sweepSeconds, settings.sessionSecret], ['hard', true, 30, null])
    assert.deepEqual([settings.protectionFee.rate, settings.protectionFee.fixed, settings.protectionFee.per], [500n, 300n, 'seller'])
  })

  it('take what is set, and an empty value for an absent one', () => {
    const settings = readSettings({
      PORT: '0',
      HOLD_SECONDS: '2',
      HOLD_POLICY: 'soft',
      RATE_LIMIT: 'off',
      SWEEP_SECONDS: '0',
      PROTECTION_FEE: '3%+1.00;max=20.00',
      HOST: '',
    })
    assert.deepEqual(
      [settings.port, settings.holdPolicy, settings.limits, settings.sweepSeconds, settings.host],
      [0, 'soft', false, 0, '127.0.0.1'],
    )
    assert.deepEqual(settings.holds, { user: 2_000n, guest: 2_000n })
    assert.deepEqual([settings.protectionFee.rate, settings.protectionFee.fixed, settings.protectionFee.max], [300n, 100n, 2_000n])
  })

  it('refuse a wrong value in one line that names it', () => {
    for (const port of ['-1', '65536', '80.5', 'http', '0x50', '1e3']) refused('PORT', port)
    for (const seconds of ['0', '-1', 'long', '86401']) refused('HOLD_SECONDS', seconds)
    for (const policy of ['maybe', 'Hard']) refused('HOLD_POLICY', policy)
    for (const fee of ['a lot', '101%', '5%+3.001', '5%;min=9.00;max=1.00']) refused('PROTECTION_FEE', fee)
    for (const url of ['mysql://host/db', 'sqlite:', 'postgres://', 'data/revers.db']) refused('DATABASE_URL', url)
    refused('RATE_LIMIT', 'perhaps')
    refused('SWEEP_SECONDS', '-5')
    refused('SESSION_SECRET', 'short')
  })

  it('do not repeat a database address, which may hold a password', () => {
    assert.throws(
      () => readSettings({ DATABASE_URL: 'mysql://shop:geheim@host/db' }),
      (error) => error instanceof SettingError && !error.message.includes('geheim'),
    )
  })

  it('take both keys of Stripe or none, and repeat neither', () => {
    const keys = { STRIPE_SECRET_KEY: 'sk_test_geheim', STRIPE_WEBHOOK_SECRET: 'whsec_geheim' }
    assert.equal(readSettings({}).stripe, null)
    assert.equal(readSettings({ ...keys }).stripe?.base, null)
    assert.equal(readSettings({ ...keys, STRIPE_API_BASE: 'http://127.0.0.1:1234' }).stripe?.base?.port, '1234')
    for (const wrong of [
      { STRIPE_SECRET_KEY: undefined },
      { STRIPE_WEBHOOK_SECRET: undefined },
      { STRIPE_SECRET_KEY: 'pk_test_geheim' },
      { STRIPE_WEBHOOK_SECRET: 'geheim' },
      { STRIPE_API_BASE: 'ftp://host' },
      { STRIPE_API_BASE: 'http://host/v1' },
    ]) {
      assert.throws(
        () => readSettings({ ...keys, ...wrong }),
        (error) =>
          error instanceof SettingError && error.message.startsWith(Object.keys(wrong)[0] ?? '') && !error.message.includes('geheim'),
      )
    }
  })

  it('refuse what is not built in, instead of taking pretended money', () => {
    refused('CARRIER_URL', 'https://carrier.example')
  })
})
