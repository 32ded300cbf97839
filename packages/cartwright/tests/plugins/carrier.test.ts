import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it, mock } from 'node:test'
import { type CarrierSettings, carrier } from '../../src/plugins/carrier.ts'
import { flatShipping } from '../../src/pricing/flat-shipping.ts'
import type { ShippingOption, ShippingQuestion } from '../../src/pricing/shipping.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { line } from '../pricing/quote-inputs.ts'
import { answering, type Reaction, type StubCarrier, startCarrier } from './stub-carrier.ts'

const question: ShippingQuestion = {
  groups: [
    {
      seller: 'mihai',
      value: 28_900n,
      weight: 450n,
      lines: [line('a'), line('tea', { product: 'tea:1', quantity: 1250n, scale: 3 })],
    },
  ],
  address: { country: 'RO', county: 'B', postalCode: '010101', locker: null },
  currency: 'RON',
}
const option = { seller: 'mihai', id: 'van', name: 'Van', kind: 'street', price: '14.99' }
const good = { currency: 'RON', options: [option] }
const van: ShippingOption = { seller: 'mihai', id: 'van', name: 'Van', kind: 'street', price: 1499n, estimate: false }
const saidFallback: ShippingOption = {
  seller: 'mihai',
  id: 'standard',
  name: 'Standard delivery (estimated)',
  kind: 'street',
  price: 2000n,
  estimate: true,
  fallback: true,
}
const fallback = { calculator: flatShipping({ price: 2000n }), label: 'estimated' }

describe('the carrier', () => {
  let stub: StubCarrier
  before(async () => {
    stub = await startCarrier()
  })
  after(() => stub.close())
  beforeEach(() => {
    stub.bodies.length = 0
    stub.requests.length = 0
    stub.reaction = answering(good)
  })
  const client = (settings: Partial<CarrierSettings> = {}) => carrier({ url: stub.url, ...settings })
  const refusal = (calculator: ReturnType<typeof client>, message: RegExp) => assert.rejects(calculator(question), { message })

  it('is sent the parcels and the place, and nothing else of the buyer', async () => {
    assert.deepEqual(await client({ headers: { Authorization: 'Bearer k1' } })(question), [van])
    assert.deepEqual(stub.bodies, [
      {
        currency: 'RON',
        place: { country: 'RO', county: 'B', postal_code: '010101', locker: null },
        parcels: [
          {
            seller: 'mihai',
            value: '289.00',
            weight: '450',
            lines: [
              { product: 'garment:a', quantity: '1' },
              { product: 'tea:1', quantity: '1.25' },
            ],
          },
        ],
      },
    ])
    const [request] = stub.requests
    assert.deepEqual(
      [request?.method, request?.headers.authorization, request?.headers['content-type']],
      ['POST', 'Bearer k1', 'application/json'],
    )
  })

  it('answers estimates without an address, and what it says itself with one', async () => {
    assert.deepEqual(await client()({ ...question, address: null }), [{ ...van, estimate: true }])
    assert.equal((stub.bodies[0] as { place: unknown }).place, null)
    stub.reaction = answering({ ...good, options: [{ ...option, estimate: true, later_field: 1 }] })
    assert.deepEqual(await client()(question), [{ ...van, estimate: true }])
    stub.reaction = answering({ currency: 'RON', options: [] })
    assert.deepEqual(await client()(question), [])
  })

  const lies: Readonly<Record<string, readonly [unknown, RegExp]>> = {
    'a negative price': [{ ...good, options: [{ ...option, price: '-14.99' }] }, /options\/0\/price/],
    'a price as a number': [{ ...good, options: [{ ...option, price: 14.99 }] }, /options\/0\/price/],
    'a price with too many decimals': [{ ...good, options: [{ ...option, price: '14.999' }] }, /options\/0\/price/],
    'a price with an exponent': [{ ...good, options: [{ ...option, price: '1e3' }] }, /options\/0\/price/],
    'a price beyond all bounds': [{ ...good, options: [{ ...option, price: '99999999999999999999.00' }] }, /options\/0\/price/],
    'no price': [{ ...good, options: [{ ...option, price: undefined }] }, /options\/0\/price/],
    'another currency': [{ ...good, currency: 'EUR' }, /another currency/],
    'no currency': [{ options: [option] }, /currency/],
    'a seller nobody asked about': [{ ...good, options: [{ ...option, seller: 'eve' }] }, /seller/],
    'two prices for one thing': [{ ...good, options: [option, { ...option, price: '0.00' }] }, /second price/],
    'an unknown kind': [{ ...good, options: [{ ...option, kind: 'drone' }] }, /kind/],
    'an empty name': [{ ...good, options: [{ ...option, name: '' }] }, /name/],
    'a list': [[option], /root/],
    nothing: ['', /no JSON/],
    'a page': ['<h1>maintenance</h1>', /no JSON/],
    'a body without end': [`"${'x'.repeat(2 ** 21)}"`, /too large/],
  }
  for (const [lie, [body, message]] of Object.entries(lies)) {
    it(`is not believed ${lie}`, async () => {
      stub.reaction = answering(body)
      await refusal(client(), message)
      assert.deepEqual(await client({ fallback })(question), [saidFallback])
    })
  }

  const faults: Readonly<Record<string, readonly [Reaction, RegExp]>> = {
    hangs: [() => undefined, /no answer within 40 ms/],
    'hangs in the middle of its answer': [(_, response) => response.writeHead(200).write('{"currency":'), /no answer within 40 ms/],
    'answers 500': [answering({}, 500), /answered 500/],
    'answers 204': [answering('', 204), /answered 204/],
    'sends the key elsewhere': [(_, response) => response.writeHead(307, { location: stub.url }).end(), /answered 307/],
    'hangs up': [(request) => request.socket.destroy(), /could not be reached/],
    'hangs up in the middle': [
      (request, response) => response.writeHead(200, { 'content-length': '100' }).write('{', () => request.socket.destroy()),
      /could not be reached/,
    ],
  }
  for (const [fault, [reaction, message]] of Object.entries(faults)) {
    it(`that ${fault} is a refusal, or the labelled fallback`, async () => {
      stub.reaction = reaction
      await refusal(client({ deadline: 40 }), message)
      assert.deepEqual(await client({ deadline: 40, fallback })(question), [saidFallback])
      assert.equal(stub.requests.length, 2)
    })
  }

  it('that cannot be reached at all is the same', async () => {
    const gone = await startCarrier()
    await gone.close()
    await refusal(carrier({ url: gone.url }), /could not be reached/)
    assert.deepEqual(await carrier({ url: gone.url, fallback })(question), [saidFallback])
  })

  it('is a refusal when the fallback fails as well', async () => {
    stub.reaction = answering({}, 500)
    const broken = async () => {
      throw new Error('no table')
    }
    await refusal(client({ fallback: { calculator: broken, label: 'estimated' } }), /no table/)
  })

  it('is asked the same thing once within the life of an answer, whatever the ids of the lines', async () => {
    const clock = fakeClock()
    const ask = client({ clock, cache: 1_000n })
    await Promise.all([ask(question), ask(question)])
    const [group] = question.groups
    assert.ok(group)
    const sameGoods = { ...question, groups: [{ ...group, lines: group.lines.map((one) => ({ ...one, id: `other-${one.id}` })) }] }
    clock.advance(999n)
    assert.deepEqual(await ask(sameGoods), [van])
    assert.equal(stub.requests.length, 1)
    await ask({ ...question, address: null })
    await ask({ ...question, groups: [{ ...group, weight: 451n }] })
    assert.equal(stub.requests.length, 3)
    clock.advance(1n)
    await ask(question)
    assert.equal(stub.requests.length, 4)
  })

  it('is asked again after a failure, at once', async () => {
    const ask = client({ fallback })
    stub.reaction = answering({}, 500)
    assert.deepEqual(await ask(question), [saidFallback])
    stub.reaction = answering(good)
    assert.deepEqual(await ask(question), [van])
  })

  describe('that fails again and again', () => {
    const settings = { breaker: { failures: 3, rest: 10_000n }, cache: 0n }
    beforeEach(() => mock.timers.enable({ apis: ['Date'], now: 1_000_000 }))
    it('is left alone for a while, then asked once, and trusted again when that answer is sound', async (test) => {
      test.after(() => mock.timers.reset())
      const ask = client(settings)
      stub.reaction = answering({}, 503)
      for (const _ of [1, 2, 3]) await refusal(ask, /answered 503/)
      await refusal(ask, /left alone/)
      mock.timers.setTime(1_000_000 + 9_999)
      await refusal(ask, /left alone/)
      assert.equal(stub.requests.length, 3)

      mock.timers.setTime(1_000_000 + 10_000)
      await refusal(ask, /answered 503/)
      await refusal(ask, /left alone/)
      assert.equal(stub.requests.length, 4)

      stub.reaction = answering(good)
      mock.timers.setTime(1_000_000 + 20_000)
      assert.deepEqual(await ask(question), [van])
      assert.deepEqual(await ask(question), [van])
      assert.equal(stub.requests.length, 6)
    })

    it('shows the fallback all the while, and what was kept before', async (test) => {
      test.after(() => mock.timers.reset())
      const ask = client({ ...settings, cache: 1_000n, clock: fakeClock(), fallback })
      await ask(question)
      stub.reaction = answering('nonsense')
      const elsewhere = { ...question, address: null }
      for (const _ of [1, 2, 3, 4, 5]) assert.deepEqual(await ask(elsewhere), [saidFallback])
      assert.equal(stub.requests.length, 4)
      assert.deepEqual(await ask(question), [van])
    })

    it('is not left alone for questions of ours that it refuses', async (test) => {
      test.after(() => mock.timers.reset())
      const ask = client(settings)
      stub.reaction = answering({}, 422)
      for (const _ of [1, 2, 3, 4, 5]) await refusal(ask, /answered 422/)
      assert.equal(stub.requests.length, 5)
    })
  })

  it('is refused wrong settings when it is made', () => {
    const wrong: readonly Partial<CarrierSettings>[] = [
      { url: 'rates.example.com' },
      { url: 'ftp://rates.example.com' },
      { url: 'https://key:secret@rates.example.com' },
      { url: undefined as unknown as string },
      { headers: { 'bad name': 'x' } },
      { deadline: 0 },
      { deadline: 1.5 },
      { cache: -1n },
      { cache: 5 as unknown as bigint },
      { breaker: { failures: 0 } },
      { breaker: { rest: 0n } },
      { fallback: { calculator: undefined as never, label: 'estimated' } },
      { fallback: { ...fallback, label: '' } },
      { clock: 5 as never },
    ]
    for (const settings of wrong) assert.throws(() => client(settings), RangeError, JSON.stringify(Object.keys(settings)))
  })
})
