import assert from 'node:assert/strict'
import { it } from 'node:test'
import { defineElements } from '../../src/elements/index.ts'

it('elements may be imported and asked for where there is no browser', () => {
  assert.equal(typeof customElements, 'undefined')
  defineElements()
  defineElements()
})
