import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openApi, type Route } from '../../src/http/index.ts'
import { openStore, type Store, shopRoutes } from './site.ts'

type Json = { readonly [name: string]: Json } & readonly Json[]

/** Every value of a tree, with its path. */
function* walk(value: unknown, path = '#'): Generator<[string, unknown]> {
  yield [path, value]
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) yield* walk(inner, `${path}/${name}`)
}

describe('the description of the routes', () => {
  let store: Store
  let routes: readonly Route[]
  let described: Json
  before(async () => {
    store = await openStore()
    routes = shopRoutes(store.kit.shop)
    described = openApi(routes, { title: 'Shop', version: '1.0.0', cookie: 'cartwright' }) as unknown as Json
  })
  after(() => store.kit.shop.close())

  it('is OpenAPI 3.1 and can be written down', () => {
    assert.equal(described.openapi, '3.1.0')
    assert.deepEqual(described.info, { title: 'Shop', version: '1.0.0' })
    assert.deepEqual(JSON.parse(JSON.stringify(described)), described)
  })

  it('has every route once, under a name of its own', () => {
    const operations = Object.entries(described.paths as Json).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, operation: operation as Json })),
    )
    assert.equal(operations.length, routes.length)
    for (const row of routes) {
      const path = row.path.replaceAll(/:(\w+)/g, '{$1}')
      const found = operations.find((one) => one.path === path && one.method === row.method.toLowerCase())
      assert.equal(found?.operation.summary, row.summary)
    }
    const names = operations.map(({ operation }) => String(operation.operationId))
    assert.equal(new Set(names).size, names.length)
    assert.ok(
      names.every((name) => /^[a-z][a-z_]*[a-z]$/.test(name)),
      names.join(' '),
    )
  })

  it('names every part of a path', () => {
    for (const [path, item] of Object.entries(described.paths as Json)) {
      for (const operation of Object.values(item) as Json[]) {
        const named = (operation.parameters as unknown as { in: string; name: string; required: boolean }[]).filter(
          (one) => one.in === 'path',
        )
        assert.deepEqual(
          named.map(({ name }) => `{${name}}`),
          path.match(/\{\w+\}/g) ?? [],
          path,
        )
        assert.ok(named.every(({ required }) => required))
      }
    }
  })

  it('points to nothing that is not there', () => {
    for (const [path, value] of walk(described)) {
      if (!path.endsWith('/$ref')) continue
      const target = String(value)
        .slice(2)
        .split('/')
        .reduce<unknown>((inner, name) => (inner as Json | undefined)?.[name as never], described)
      assert.notEqual(target, undefined, `${path} points to ${value}`)
    }
  })

  it('says what answers and bodies look like', () => {
    const at = (path: string, method: string): Json =>
      (described.paths as unknown as Record<string, Record<string, Json>>)[path]?.[method] as Json
    const placed = at('/checkout', 'post')
    assert.deepEqual(Object.keys(placed.responses as Json), ['201', 'default'])
    const body = ((placed.requestBody as Json).content as Json)['application/json' as never] as unknown as {
      schema: { properties: object; required: string[]; additionalProperties: boolean }
    }
    assert.ok('key' in body.schema.properties && 'quote' in body.schema.properties && 'next' in body.schema.properties)
    assert.deepEqual(body.schema.required, ['payment', 'quote'])
    assert.equal(body.schema.additionalProperties, false)
    assert.deepEqual((at('/wallet', 'get') as Json).security, [{ session: [] }])
    assert.equal((at('/cart', 'get') as Json).security, undefined)
  })

  it('leaves nothing open that the routes close', () => {
    const open = [...walk(described.paths)].filter(
      ([path, value]) => path.endsWith('/schema') && typeof value === 'object' && Object.keys(value as object).length === 0,
    )
    assert.deepEqual(open, [])
  })
})
