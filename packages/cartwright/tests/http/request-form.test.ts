import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { z } from 'zod'
import type { Route } from '../../src/http/index.ts'
import { echo, jsonOf, ORIGIN, siteOf, stubShop } from './site.ts'

const ANYTHING = z.looseObject({})
const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'

async function post(
  body: ConstructorParameters<typeof Response>[0],
  type: string | null,
  row: Partial<Route> = {},
  headers: Record<string, string> = {},
) {
  const { handler, logged } = siteOf(stubShop(), [echo({ body: ANYTHING, ...row })])
  const init = {
    method: 'POST',
    headers: { accept: JSON_TYPE, ...(type !== null && { 'content-type': type }), ...headers },
    body,
    duplex: 'half',
  }
  const response = await handler(new Request(`${ORIGIN}/echo`, init as RequestInit))
  const answer = await jsonOf(response)
  assert.deepEqual(logged, [])
  return { status: response.status, code: answer.code, body: answer.body as unknown, errors: answer.errors as unknown, answer }
}

const stream = (chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })

describe('the form of a request', () => {
  it('may be JSON, a form, a multipart form, or nothing at all', async () => {
    assert.deepEqual((await post('{"a":1,"b":["ș"]}', JSON_TYPE)).body, { a: 1, b: ['ș'] })
    assert.deepEqual((await post('a=1&b=%C8%99+x&b=y&c', FORM)).body, { a: '1', b: ['ș x', 'y'] })
    const multipart = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    assert.deepEqual((await post(multipart, 'multipart/form-data; boundary=x')).body, { a: '1' })
    assert.deepEqual((await post(null, null)).body, {})
    assert.deepEqual((await post('', 'text/plain')).body, {})
    assert.deepEqual((await post('', JSON_TYPE)).body, {})
  })

  it('is nothing else', async () => {
    for (const type of [
      'text/plain',
      'foo',
      'text/json',
      'application/json5',
      'application/xml',
      'image/png',
      'application/octet-stream',
    ]) {
      const { status, code } = await post('{}', type)
      assert.deepEqual([status, code], [415, 'unsupported_media_type'], type)
    }
    assert.equal((await post(new Uint8Array([123, 125]), null)).status, 415)
    assert.equal((await post('{}', JSON_TYPE, {}, { 'content-encoding': 'gzip' })).status, 415)
  })

  it('has at most 64 KB, whatever its length claims to be', async () => {
    const fits = `{"a":"${'x'.repeat(64 * 1024 - 8)}"}`
    assert.equal(fits.length, 64 * 1024)
    assert.equal((await post(fits, JSON_TYPE)).status, 200)
    assert.equal((await post(stream([Buffer.from(fits)]), JSON_TYPE)).status, 200)
    const big = await post(`${fits} `, JSON_TYPE)
    assert.deepEqual([big.status, big.code], [413, 'payload_too_large'])
    assert.equal((await post(stream([Buffer.from(fits), Buffer.from(' ')]), JSON_TYPE)).status, 413)
    assert.equal((await post('{}', JSON_TYPE, {}, { 'content-length': '65537' })).status, 413)
    for (const lie of ['-1', 'x', '1e9', '0x7']) {
      const status = (await post(stream([Buffer.from(fits), Buffer.from(' ')]), JSON_TYPE, {}, { 'content-length': lie })).status
      assert.equal(status, 413, lie)
    }
  })

  it('stops reading an endless body', async () => {
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(16 * 1024))
      },
    })
    assert.equal((await post(endless, JSON_TYPE)).status, 413)
    assert.ok(pulled < 10, `${pulled} chunks were read`)
  })

  it('is a JSON object, well-formed, at most 8 deep, with no key twice and no text that cannot be stored', async () => {
    const bad = [
      '{',
      'null',
      '[]',
      '[{"a":1}]',
      '1',
      '"x"',
      'true',
      '{"a":1,}',
      "{'a':1}",
      '{"a":NaN}',
      '{"a":01}',
      '{"a":1}{"a":1}',
      '{"a":1,"a":2}',
      '{"a":1,"\\u0061":2}',
      '{"x":{"a":1,"b":{"a":1},"a":3}}',
      '{"a":"\\u0000"}',
      '{"\\u0000":1}',
      '{"a":"\\ud800"}',
      '{"a":["\\udc00"]}',
      `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`,
      `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
      '{"a":"\u0000"}',
    ]
    for (const text of bad) {
      const { status, code } = await post(text, JSON_TYPE)
      assert.deepEqual([status, code], [400, 'invalid_input'], text.slice(0, 60))
    }
    const good = [
      `${'{"a":'.repeat(8)}1${'}'.repeat(8)}`,
      '{"a":{"b":1},"c":{"b":1}}',
      '{"a":"\\"b\\":1","b":2,"c":"{\\"a\\":[[[[[[[[[["}',
      '{"a":"\\ud83d\\ude00"}',
      '{"a":"b","b":"a"}',
      `{"a":"${'\\n'.repeat(30_000)}"}`,
    ]
    for (const text of good) assert.equal((await post(text, JSON_TYPE)).status, 200, text.slice(0, 60))
  })

  it('is UTF-8 throughout', async () => {
    for (const bytes of [
      [0xff, 0xfe],
      [0xc3, 0x28],
      [0xed, 0xa0, 0x80],
      [0xc0, 0x80],
    ]) {
      const quoted = new Uint8Array([...Buffer.from('{"a":"'), ...bytes, ...Buffer.from('"}')])
      assert.equal((await post(quoted, JSON_TYPE)).status, 400, String(bytes))
      assert.equal((await post(new Uint8Array([...Buffer.from('a='), ...bytes]), FORM)).status, 400, String(bytes))
    }
    for (const text of ['a=%', 'a=%zz', 'a=%ff', '%c3%28=1', 'a=%00', '%00=1', 'a=%ed%a0%80']) {
      assert.equal((await post(text, FORM)).status, 400, text)
    }
  })

  it('is a multipart form without files and with a boundary', async () => {
    const file = '--x\r\ncontent-disposition: form-data; name="a"; filename="b"\r\n\r\n1\r\n--x--\r\n'
    for (const [body, type] of [
      [file, 'multipart/form-data; boundary=x'],
      ['nonsense', 'multipart/form-data; boundary=x'],
      ['--x--', 'multipart/form-data'],
      ['--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\0\r\n--x--\r\n', 'multipart/form-data; boundary=x'],
    ] as const) {
      assert.equal((await post(body, type)).status, 400, body.slice(0, 60))
    }
  })

  it('may have a broken query on no route', async () => {
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET', query: ANYTHING })])
    const statusFor = async (search: string) => (await handler(new Request(`${ORIGIN}/echo?${search}`))).status
    for (const search of ['a=%ff', 'a=%00', '%zz', 'a=%']) assert.equal(await statusFor(search), 400, search)
    for (const search of ['', 'a', 'a=1&&b=2', '=', 'a=%C8%99']) assert.equal(await statusFor(search), 200, search)
  })
})

describe('the fields of a request', () => {
  const STRICT = z.strictObject({ product: z.string(), quantity: z.union([z.string(), z.number()]).optional() })

  it('are refused when nobody knows them (P31)', async () => {
    const foreign = [
      'price',
      'user_id',
      'status',
      'role',
      'seller_id',
      'reserved_until',
      'uses',
      'balance',
      'total',
      'discount',
      'key',
      '__proto__',
      'constructor',
      'toString',
    ]
    for (const field of foreign) {
      const json = await post(`{"product":"a","${field}":"1"}`, JSON_TYPE, { body: STRICT })
      const form = await post(`product=a&${field}=1`, FORM, { body: STRICT })
      for (const { status, code, errors } of [json, form]) {
        assert.deepEqual([status, code, errors], [422, 'invalid_input', [{ field, code: 'unknown_field' }]], field)
      }
    }
    assert.equal((await post('{"a":1}', JSON_TYPE, { body: undefined as never })).status, 422)
  })

  it('are named when they are wrong', async () => {
    assert.deepEqual((await post('{}', JSON_TYPE, { body: STRICT })).errors, [{ field: 'product', code: 'required' }])
    assert.deepEqual((await post('product=', FORM, { body: STRICT })).errors, [{ field: 'product', code: 'required' }])
    assert.deepEqual((await post('{"product":5}', JSON_TYPE, { body: STRICT })).errors, [{ field: 'product', code: 'invalid' }])
    assert.deepEqual((await post('product=a&product=b', FORM, { body: STRICT })).errors, [{ field: 'product', code: 'invalid' }])
  })

  it('are repeated in a refusal no more than twenty times, and shortened', async () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, place) => [`${'f'.repeat(10)}${place}`, 1]))
    const { errors, answer } = await post(JSON.stringify(many), JSON_TYPE, { body: STRICT })
    assert.equal((errors as unknown[]).length, 20)
    const [first] = (await post(JSON.stringify({ product: 'a', ['x'.repeat(60_000)]: 1 }), JSON_TYPE, { body: STRICT })).errors as {
      field: string
    }[]
    assert.equal(first?.field.length, 100)
    assert.ok(JSON.stringify(answer).length < 5000)
  })

  it('may always name the way on, which is a path of this site or the cart', async () => {
    const nextFor = async (next: unknown) =>
      (await post(JSON.stringify({ product: 'a', next }), JSON_TYPE, { body: STRICT })).answer.next as unknown
    assert.equal(await nextFor('/garments?x=1'), '/garments?x=1')
    assert.equal(await nextFor('//evil.test'), '/cart')
    assert.equal(await nextFor('/.//evil.test'), '/cart')
    assert.equal(await nextFor(5), '/cart')
    assert.equal((await post('{"product":"a"}', JSON_TYPE, { body: STRICT })).answer.next, null)
  })
})

describe('the address of a request', () => {
  it('is not found when it is no text', async () => {
    const { handler, logged } = siteOf(stubShop(), [echo({ method: 'GET', path: '/items/:id' })])
    const statusFor = async (path: string, method = 'GET') => (await handler(new Request(ORIGIN + path, { method }))).status
    for (const path of [
      '/items/%',
      '/items/%zz',
      '/items/%ff',
      '/items/%00',
      '/items/%0a',
      '/%c0%af',
      '/items/%ed%a0%80',
      '/nothing',
      '/items',
      '/items/',
      '/items/1/',
    ]) {
      assert.equal(await statusFor(path), 404, path)
    }
    for (const method of ['PUT', 'OPTIONS', 'POST', 'DELETE', 'PATCH', 'PROPFIND'])
      assert.equal(await statusFor('/items/1', method), 404, method)
    assert.equal(await statusFor('/items/%C8%99%20x'), 200)
    assert.deepEqual(logged, [])
  })

  it('gives its parts as they were meant', async () => {
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET', path: '/items/:id' })])
    const paramsFor = async (path: string) => (await jsonOf(await handler(new Request(ORIGIN + path)))).params as unknown
    assert.deepEqual(await paramsFor('/items/a%2Fb'), { id: 'a/b' })
    assert.deepEqual(await paramsFor('/items/%C8%99'), { id: 'ș' })
    assert.deepEqual(await paramsFor('/items/100%25'), { id: '100%' })
    assert.deepEqual(await paramsFor('/items/%252e'), { id: '%2e' })
  })

  it('answers HEAD as GET, without a body', async () => {
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET' })])
    const response = await handler(new Request(`${ORIGIN}/echo`, { method: 'HEAD' }))
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'application/json')
    assert.equal(await response.text(), '')
  })

  it('stops a stream that nobody reads', async () => {
    let stopped = false
    const content = new ReadableStream<Uint8Array>({
      cancel() {
        stopped = true
      },
    })
    const run = async () => ({ status: 200, body: null, raw: { type: 'text/event-stream', content } })
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET', run })])
    await handler(new Request(`${ORIGIN}/echo`, { method: 'HEAD' }))
    assert.equal(stopped, true)
  })
})
