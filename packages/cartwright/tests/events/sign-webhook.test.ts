import assert from 'node:assert/strict'
import { it } from 'node:test'
import { signatureOf } from '../../src/events/sign-webhook.ts'
import { verifyWebhook } from '../../src/index.ts'

it('webhooks are signed as the Standard Webhooks specification shows', () => {
  const signature = signatureOf(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    '1614265330',
    '{"test": 2432232314}',
  )
  assert.equal(signature, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

it('a receiver whose secret is missing or short believes nobody', () => {
  for (const secret of ['', 'short', 'whsec_', `whsec_${'!'.repeat(40)}`, undefined as unknown as string]) {
    const headers = { 'webhook-id': 'one', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,' }
    assert.throws(() => verifyWebhook({ headers, body: '{}' }, secret, 300_000n, 1_614_265_330_000n), RangeError)
  }
})
