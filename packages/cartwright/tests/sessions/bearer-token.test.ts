import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newToken } from '../../src/context.ts'
import { bearerToken } from '../../src/http/index.ts'

const request = (headers: Record<string, string> = {}) => new Request('http://shop.test/', { headers })

describe('bearer token', () => {
  it('is read from Authorization, or from the header it was given', () => {
    const token = newToken()
    assert.equal(bearerToken().read(request({ authorization: `Bearer ${token}` })).token, token)
    assert.equal(bearerToken().read(request({ authorization: `bearer  ${token}` })).token, token)
    assert.equal(bearerToken({ header: 'X-Cart-Token' }).read(request({ 'x-cart-token': token })).token, token)
  })

  it('is read from nowhere else', () => {
    const token = newToken()
    assert.equal(bearerToken().read(request({ 'x-session-token': token, cookie: `cartwright=${token}` })).token, null)
    assert.equal(bearerToken({ header: 'X-Cart-Token' }).read(request({ authorization: `Bearer ${token}` })).token, null)
  })

  it('makes a plain visitor of anything else a client sends', () => {
    for (const text of [
      '',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      'Bearer short',
      `Bearer ${'x'.repeat(129)}`,
      'Bearer not.a.token.of.ours.at.all.really',
      `Bearer ${newToken()} x`,
    ]) {
      assert.equal(bearerToken().read(request({ authorization: text })).token, null, text)
    }
    for (const text of ['42', 'a b', '-', "' or 1=1 --", '../../etc/passwd/and/more/of/it']) {
      assert.equal(bearerToken({ header: 'x-cart' }).read(request({ 'x-cart': text })).token, null, text)
    }
  })

  it('is sent to those only who have another one or none', () => {
    const [old, fresh] = [newToken(), newToken()]
    const adapter = bearerToken()
    assert.deepEqual(adapter.write({ token: old }, request({ authorization: `Bearer ${old}` })), [])
    assert.deepEqual(adapter.write({ token: fresh }, request({ authorization: `Bearer ${old}` })), [['x-session-token', fresh]])
    assert.deepEqual(adapter.write({ token: fresh }, request()), [['x-session-token', fresh]])
    assert.deepEqual(bearerToken({ header: 'X-Cart-Token' }).write({ token: fresh }, request()), [['x-cart-token', fresh]])
    assert.deepEqual(adapter.clear(request()), [['x-session-token', '']])
  })

  it('takes no header that is none, or that means something else', () => {
    for (const header of ['', 'a b', 'x:y', 'x\ny', 'Cookie', 'set-cookie', 'AUTHORIZATION'])
      assert.throws(() => bearerToken({ header }), RangeError, header)
  })
})
