import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { type Html, html } from '../../src/html/index.ts'

describe('the tag of the pages', () => {
  it('takes nothing for markup that it has not made itself', () => {
    // What a request brings along may have any shape.
    const forged = JSON.parse('{"markup":"<b>bold</b>","isEscaped":true}') as Html
    assert.equal(String(html`<p>${forged}</p>`), '<p></p>')
  })

  it('escapes every letter that means something, each time it is asked', () => {
    for (let time = 0; time < 3; time += 1) assert.equal(String(html`${`&<>"'`}`), '&amp;&lt;&gt;&quot;&#39;')
  })

  it('sets lists of lists side by side', () => {
    assert.equal(String(html`<ul>${[['a', html`<li>b</li>`], ['<']]}</ul>`), '<ul>a<li>b</li>&lt;</ul>')
  })
})
