/** What a seller says of a garment beyond its size: measures and signs of wear, when it is listed and later. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Client } from '../kit/client.ts'
import { fill, formTo } from '../kit/forms.ts'
import { type House, openHouse } from '../kit/house.ts'
import { add, look, refusal } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

const COAT = { name: 'Palton de iarnă', price: '250.00', silhouette: 'coat', fabric: 'solid', colourway: 'navy', condition: 'good' }
const NOTHING = /Măsurători|Urme de purtare/

onEveryEngine('measures and wear', (engine) => {
  let house: House
  let mihai: Client
  before(async () => {
    house = await openHouse(engine, { SWEEP_SECONDS: '0' })
    mihai = house.signedIn('mihai')
  })
  after(() => house.close())

  const pageOf = async (id: string): Promise<string> => (await house.visitor().page(`/p/garment/${id}`)).text
  const list = async (more: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const made = await mihai.post('/sell', { ...COAT, ...more })
    assert.equal(made.status, 201, made.text)
    return (made.json as { id: string }).id
  }
  const faults = async (path: string, body: object): Promise<string[]> => {
    const { errors } = refusal(await mihai.post(path, body), 422, 'invalid_input') as { errors?: { field: string; code: string }[] }
    return (errors ?? []).map(({ field, code }) => `${field} ${code}`)
  }

  it('are typed into the form of a listing and stand on the page of the garment', async () => {
    const form = formTo(await mihai.page('/sell/new?silhouette=coat'), '/sell')
    const sent = fill(form, {
      name: 'Palton cu etichetă',
      price: '99,90',
      measure_shoulders: ' 42 ',
      measure_chest: '50,5',
      // Of another cut: its box was not shown, or was before another cut was chosen.
      measure_handle: 'lung',
      wear: '<script>alert(1)</script>\r\n\r\n  „Un nasture” înlocuit & recusut  ',
    })
    assert.match((await mihai.submitAndFollow('/sell', sent)).text, /Anunțul este în catalog/)
    const { items } = (await mihai.get('/sell')).json as { items: { id: string; name: string }[] }
    const page = await pageOf(items.find(({ name }) => name === 'Palton cu etichetă')?.id ?? '')
    assert.match(page, /<th scope="row">Umeri<\/th>\s*<td[^>]*><bdi dir="ltr">42 cm</)
    assert.match(page, /<th scope="row">Bust \(lățime\)<\/th>\s*<td[^>]*><bdi dir="ltr">50,5 cm</)
    assert.doesNotMatch(page, /Mânecă|Mâner|<script>alert/)
    assert.match(page, /<ul><li>&lt;script&gt;alert\(1\)&lt;\/script&gt;<\/li><li>„Un nasture” înlocuit &amp; recusut<\/li><\/ul>/)
  })

  it('are not spoken of where there are none', async () => {
    assert.doesNotMatch(await pageOf(await list()), NOTHING)
    assert.doesNotMatch(await pageOf(await list({ wear: ' \n\r\n ' })), NOTHING)
    const measured = await pageOf(await list({ measure_length: 104.5 }))
    assert.match(measured, /104,5 cm/)
    assert.doesNotMatch(measured, /Urme de purtare/)
  })

  it('are refused where they cannot be, each at its field', async () => {
    for (const [measure, code] of [
      ['19.5', 'too_small'],
      ['120.5', 'too_big'],
      ['9'.repeat(30), 'too_big'],
      ['45.25', 'centimetres'],
      [45.25, 'centimetres'],
      [1e300, 'centimetres'],
      ['-45', 'centimetres'],
      ['45 cm', 'centimetres'],
      ['45,5', 'centimetres'],
      ['', 'centimetres'],
      ['0x2d', 'centimetres'],
      [true, 'invalid'],
    ] as const)
      assert.deepEqual(await faults('/sell', { ...COAT, measure_chest: measure }), [`measure_chest ${code}`], String(measure))
    assert.deepEqual(await faults('/sell', { ...COAT, measure_handle: '26', measure_waist: '40' }), [
      'measure_waist not_measured',
      'measure_handle not_measured',
    ])
    assert.deepEqual(await faults('/sell', { ...COAT, measure_neck: '40' }), ['measure_neck unknown_field'])
    assert.deepEqual(await faults('/sell', { ...COAT, wear: 'x'.repeat(501) }), ['wear too_long'])
    assert.deepEqual(await faults('/sell', { ...COAT, wear: 'x\n'.repeat(11) }), ['wear too_long'])
    assert.deepEqual(await faults('/sell', { ...COAT, wear: 'a\u202eb' }), ['wear format'])

    const form = formTo(await mihai.page('/sell/new?silhouette=coat'), '/sell')
    const wrong = await mihai.submit('/sell', fill(form, { name: 'Palton', price: '10', measure_chest: '505', wear: 'a\r\nb "c"' }))
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /href="#measure_chest">Bust \(lățime\): Măsura este prea mare/)
    assert.match(wrong.text, /id="measure_chest"[^>]* value="505"[^>]*aria-invalid="true"/)
    assert.match(wrong.text, /<textarea[^>]*name="wear"[^>]*>a\r?\nb &quot;c&quot;<\/textarea>/)
  })

  it('can be changed later, with the rest of what the listing says', async () => {
    const id = await list({ name: 'Palton zgribulit', brand: 'Halden', measure_sleeve: '63', wear: 'Un fir tras' })
    const path = `/sell/${id}/edit`
    assert.match((await mihai.page('/sell')).text, new RegExp(`href="${path}"`))
    assert.match((await mihai.page(`/p/garment/${id}`)).text, new RegExp(`href="${path}"`))
    const form = formTo(await mihai.page(path), path)
    const shown = new Map(form.fields)
    for (const [name, value] of Object.entries({ price: '250,00', brand: 'Halden', measure_sleeve: '63', wear: 'Un fir tras', size: '' }))
      assert.equal(shown.get(name), value, name)
    assert.ok(!form.names.includes('measure_handle') && !form.names.includes('silhouette'))

    const change = { name: 'Palton îmblânzit', price: '199,90', brand: '', size: 'M', measure_sleeve: '62,5', wear: '' }
    assert.match((await mihai.submitAndFollow(path, fill(form, change))).text, /Modificările sunt în catalog/)
    const page = await pageOf(id)
    assert.match(page, /Palton îmblânzit[\s\S]*62,5 cm/)
    assert.doesNotMatch(page, /Halden|Urme de purtare/)
    assert.equal((await look(house.visitor(), { type: 'garment', id })).price, '199.90')
    const found = async (q: string): Promise<number> =>
      ((await house.visitor().get(`/api/products?q=${q}`)).json as { items: { id: string }[] }).items.filter((item) => item.id === id)
        .length
    assert.deepEqual([await found('imblanzit'), await found('zgribulit'), await found('halden')], [1, 0, 0])
    // Nothing is left of the right that was taken for a moment.
    assert.deepEqual(await house.database.query(`select 1 from claim where product = 'garment:${id}'`), [])

    const { silhouette, fabric, colourway, ...words } = COAT
    assert.deepEqual(await faults(path, { ...words, measure_handle: '20' }), ['measure_handle not_measured'])
    assert.deepEqual(await faults(path, { ...words, price: '0.00' }), ['price positive'])
    assert.deepEqual(await faults(path, COAT), ['silhouette unknown_field', 'fabric unknown_field', 'colourway unknown_field'])
  })

  it('are changed in both languages only where they were written anew', async () => {
    const path = '/sell/9/edit'
    const form = formTo(await mihai.page(path), path)
    assert.equal(new Map(form.fields).get('wear'), 'Tivul reparat pe o porțiune mică, în interior')
    assert.equal((await mihai.submit(path, fill(form, { price: '120' }))).status, 303)
    const english = house.visitor()
    await english.submit('/preferences', { locale: 'en' })
    const kept = (await english.page('/p/garment/9')).text
    assert.match(kept, /Mustard floral dress[\s\S]*A short stretch of the hem mended/)
    await mihai.submit(path, fill(form, { wear: 'Tivul refăcut' }))
    assert.match((await english.page('/p/garment/9')).text, /Mustard floral dress[\s\S]*Tivul refăcut/)
  })

  it('stay as they are for anybody else', async () => {
    const { silhouette, fabric, colourway, ...words } = COAT
    const path = `/sell/${await list({ measure_length: '100' })}/edit`
    for (const person of ['ioana', 'buyer01', 'ana']) {
      refusal(await house.signedIn(person).get(path), 404, 'not_found')
      refusal(await house.signedIn(person).post(path, { ...words, measure_length: '99' }), 404, 'not_found')
    }
    refusal(await house.visitor().get(path), 401, 'login_required')
    refusal(await house.visitor().post(path, words), 401, 'login_required')
    refusal(await mihai.get('/sell/none/edit'), 404, 'not_found')
    refusal(await mihai.post('/sell/none/edit', words), 404, 'not_found')
  })

  it('stay as they are while somebody has the garment', async () => {
    const { silhouette, fabric, colourway, ...words } = COAT
    const id = await list({ measure_length: '100' })
    const path = `/sell/${id}/edit`
    const form = formTo(await mihai.page(path), path)
    const buyer = house.signedIn('buyer02')
    await add(buyer, { type: 'garment', id })
    refusal(await mihai.get(path), 409, 'item_taken')
    refusal(await mihai.post(path, { ...words, price: '1.00' }), 409, 'item_taken')
    const closed = await mihai.page(path)
    assert.equal(closed.status, 409)
    assert.match(closed.text, /Altcineva are piesa în coș până la [\s\S]*rămân neschimbate/)
    assert.doesNotMatch(closed.text, /<form class="builder"/)
    const late = await mihai.submit(path, fill(form, { price: '1,00' }))
    assert.equal(late.status, 409)
    assert.match(late.text, /Altcineva are piesa în coș până la [\s\S]*value="1,00"/)
    assert.doesNotMatch((await mihai.page('/sell')).text, new RegExp(path))
    assert.match(await pageOf(id), /250,00/)

    await buyer.post('/cart/clear')
    assert.equal((await mihai.submit(path, fill(form, { price: '1,00' }))).status, 303)
    assert.equal((await mihai.post(`/sell/${id}/auction`, { start_price: '10.00', days: '3' })).status, 200)
    refusal(await mihai.post(path, words), 409, 'order_state')
  })
})
