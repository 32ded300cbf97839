import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createShop, openDatabase, sql } from 'cartwright'
import { findItem } from '../../src/catalogue/find-items.ts'
import { productSources } from '../../src/catalogue/sources.ts'
import { migrations } from '../../src/migrations.ts'
import { DEMO_ITEMS } from '../../src/seed/things.ts'
import { insertOldItem } from '../kit/old-item.ts'
import { onEveryEngine } from '../kit/suites.ts'
import { openApp } from './open-app.ts'

/** Those that were there while measures and wear were known of the demonstration's garments only, by their drawings. */
const OF_BEFORE = 5

onEveryEngine('garments of before', (engine) => {
  it('go on showing measures and wear where they did, and nothing elsewhere', async () => {
    const files = await engine.create()
    const database = openDatabase(files.url)
    const shop = await createShop({ database, currency: 'RON', products: productSources(database) })
    await shop.migrate()
    await database.migrate(migrations.slice(0, OF_BEFORE))
    const [model] = DEMO_ITEMS
    assert.ok(model)
    await database.batch([
      ...[...DEMO_ITEMS, { ...model, id: 'listed-since' }].map(insertOldItem),
      sql`insert into setting (key, value, changed_at) values ('seed', 'done', 1)`,
    ])
    await shop.close()

    // It is the app itself that brings the database up to date.
    const app = await openApp({ DATABASE_URL: files.url })
    for (const item of DEMO_ITEMS) {
      const { measures, wear } = (await findItem(app.shop, item)) ?? {}
      assert.deepEqual({ measures, wear }, { measures: item.measures, wear: item.wear }, item.id)
    }
    const browser = app.browser()
    const page = async (path: string): Promise<string> => (await browser.get(path, 'text/html')).text
    const old = await page('/p/garment/4')
    assert.match(old, /<th scope="row">Talie \(lățime\)<\/th>\s*<td[^>]*><bdi dir="ltr">38 cm</)
    assert.match(old, /Urme de purtare<\/strong><ul><li>Culoarea puțin ștearsă la cusături<\/li><\/ul>/)
    assert.match(await page('/p/garment/10'), /102,5 cm/)
    assert.doesNotMatch(await page('/p/garment/listed-since'), /Măsurători|Urme de purtare/)
    await browser.submit('/preferences', { locale: 'en' })
    assert.match(await page('/p/garment/4'), /The colour a little faded along the seams/)
    await app.close()
    await files.drop()
  })
})
