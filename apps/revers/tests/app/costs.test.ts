import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Database, Statement } from 'cartwright'
import type { App } from '../../src/app.ts'
import { openApp } from './open-app.ts'

/** Statements that were asked since the last look. */
interface Counter {
  take(): number
}

/** Counts what the database of an app is asked from now on. */
function counterOf({ shop }: App): Counter {
  const { db } = shop.context
  const read: Database['read'] = db.read.bind(db)
  const batch: Database['batch'] = db.batch.bind(db)
  let asked = 0
  Object.assign(db, {
    read: (...statements: readonly Statement[]) => {
      asked += statements.length
      return read(...statements)
    },
    batch: (...[statements, receipt]: Parameters<Database['batch']>) => {
      asked += statements.length
      return batch(statements, receipt)
    },
  })
  return {
    take() {
      const taken = asked
      asked = 0
      return taken
    },
  }
}

describe('what a request asks the database', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  let counter: Counter
  before(async () => {
    app = await openApp()
    counter = counterOf(app)
  })
  after(() => app.close())

  it('is one question for the number on the cart link, besides whose session it is', async () => {
    const guest = app.browser()
    // The first of all also asks for the discounts that come by themselves, and so do others five seconds later.
    assert.equal((await guest.post('/cart/items', { product: 'garment:5' })).status, 200)
    counter.take()
    const alone = await app.browser().get('/login', 'text/html')
    assert.equal(alone.status, 200)
    assert.equal(counter.take(), 0)
    const page = await guest.get('/login', 'text/html')
    assert.match(page.text, /<span data-count>1<\/span>/)
    assert.equal(counter.take(), 2)
  })

  it('is the cart once for the page of the cart, its number on the link included', async () => {
    const guest = app.browser()
    await guest.post('/cart/items', { product: 'garment:6' })
    const token = guest.cookies
    counter.take()
    const json = await app.browser(token).get('/cart')
    const asJson = counter.take()
    const page = await app.browser(token).get('/cart', 'text/html')
    assert.deepEqual([json.status, page.status], [200, 200])
    assert.match(page.text, /<span data-count>1<\/span>/)
    assert.equal(counter.take(), asJson)
  })
})
