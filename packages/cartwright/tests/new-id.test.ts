import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newId } from '../src/context.ts'

describe('newId', () => {
  it('is 32 lower-case hex digits that begin with the time', () => {
    const id = newId(1_764_000_000_000n)
    assert.match(id, /^[0-9a-f]{32}$/)
    assert.equal(BigInt(`0x${id.slice(0, 12)}`), 1_764_000_000_000n)
  })

  it('rises with the time', () => assert.ok(newId(1_764_000_000_000n) < newId(1_764_000_000_001n)))

  it('is chance in every digit behind the time, also at the end, where short names are cut from', () => {
    const ids = Array.from({ length: 1_000 }, () => newId(0n))
    for (let place = 12; place < 32; place += 1) assert.equal(new Set(ids.map((id) => id[place])).size, 16, `digit ${place}`)
  })
})
