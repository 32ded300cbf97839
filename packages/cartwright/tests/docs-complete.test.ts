import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import * as admin from '../src/admin/index.ts'
import { COMMANDS } from '../src/cli/commands.ts'
import * as client from '../src/client/index.ts'
import * as elements from '../src/elements/index.ts'
import * as html from '../src/html/index.ts'
import * as http from '../src/http/index.ts'
import { createShop, REASONS } from '../src/index.ts'
import { settingsOf } from '../src/options.ts'
import * as react from '../src/react/index.ts'
import * as postgres from '../src/storage/postgres.ts'
import * as sqlite from '../src/storage/sqlite.ts'
import * as stripe from '../src/stripe/index.ts'
import * as testing from '../src/testing/index.ts'

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), 'utf8')

/** Only what stands in code counts as a mention: a word in a sentence may mean anything. */
const codeOf = (page: string): string => [...page.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([code]) => code).join('\n')

const missing = (names: readonly string[], text: string): string[] =>
  names.filter((name) => !new RegExp(`(?<![\\w$/])${RegExp.escape(name)}(?![\\w$])`).test(text))

/** Names of functions, those of objects inside with a dot. */
const functionsOf = (value: object, before: string): string[] =>
  Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'context') return []
    return typeof inner === 'function' ? [`${before}.${name}`] : functionsOf(inner as object, `${before}.${name}`)
  })

const productOf = { garment: { getMany: async () => new Map() } }

async function methods(): Promise<{ readonly shop: string[]; readonly cart: string[] }> {
  const shop = await createShop({ database: sqlite.sqlite(':memory:'), currency: 'RON', products: productOf })
  const names = { shop: functionsOf(shop, 'shop'), cart: functionsOf(shop.cart({ userId: 'ana' }), 'cart') }
  await shop.close()
  return names
}

/** What django-cart 3.1.1 has, by the heading of the table that must have its counterpart. */
const DJANGO_CART: Readonly<Record<string, readonly string[]>> = {
  Settings: [
    'CART_TAX_CALCULATOR',
    'CART_SHIPPING_CALCULATOR',
    'CART_INVENTORY_CHECKER',
    'CART_SESSION_ADAPTER',
    'CARTS_SESSION_ADAPTER_CLASS',
    'CART_MAX_QUANTITY_PER_ITEM',
    'CART_MIN_ORDER_AMOUNT',
    'CART_DETAIL_URL_NAME',
  ],
  'The cart': [
    'Cart(request)',
    'CART_ID',
    'add',
    'validate_price',
    'check_inventory',
    'add_bulk',
    'update',
    'remove',
    'clear',
    'count',
    'len(cart)',
    'unique_count',
    'is_empty',
    'product in cart',
    'for item in cart',
    'items_with_products',
    'summary',
    'tax',
    'shipping',
    'shipping_options',
    'discount_amount',
    'total',
    'can_checkout',
    'checkout',
    'bind_to_user',
    'get_user_carts',
    'get_active_user_carts',
    'merge',
    'cart_serializable',
    'from_serializable',
    'apply_discount',
    'remove_discount',
    'discount_code',
  ],
  'Plug-ins, sessions, admin': [
    'TaxCalculator',
    'DefaultTaxCalculator',
    'ShippingCalculator',
    'DefaultShippingCalculator',
    'get_options',
    'ShippingOption',
    'InventoryChecker',
    'DefaultInventoryChecker',
    'check',
    'reserve',
    'release',
    'CartSessionAdapter',
    'DjangoSessionAdapter',
    'CookieSessionAdapter',
    'CartCookieMiddleware',
    'get_or_create_cart_id',
    'set_cart_id',
    'flush_to_response',
    'CartAdmin',
  ],
  'Template tags': ['cart_item_count', 'cart_summary', 'cart_is_empty', 'cart_link'],
  Signals: ['cart_item_added', 'cart_item_removed', 'cart_item_updated', 'cart_checked_out', 'cart_cleared'],
  Exceptions: [
    'CartException',
    'ItemAlreadyExists',
    'ItemDoesNotExist',
    'InvalidQuantity',
    'PriceMismatchError',
    'InvalidDiscountError',
    'InsufficientStock',
    'MinimumOrderNotMet',
  ],
  'The command': ['clean_carts', '--days', '--dry-run', '--include-checked-out'],
  Fields: [
    'Cart.id',
    'Cart.creation_date',
    'Cart.checked_out',
    'Cart.user',
    'Cart.discount',
    'Item.cart',
    'Item.content_type',
    'Item.object_id',
    'Item.quantity',
    'Item.unit_price',
    'Item.total_price',
    'Item.product',
    'Discount.code',
    'Discount.discount_type',
    'Discount.value',
    'Discount.min_cart_value',
    'Discount.max_uses',
    'Discount.current_uses',
    'Discount.active',
    'Discount.valid_from',
    'Discount.valid_until',
    'increment_usage',
    'is_valid_for_cart',
  ],
}

describe('AGENTS.md', () => {
  it('names everything the library exports', async () => {
    const source = (await read('src/index.ts')).replaceAll(/^\s*\/\/.*$/gm, '')
    const exported = [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim().replace(/^type /, '')),
    )
    const names = exported.filter((name) => name !== '')
    assert.ok(names.length > 100)
    assert.deepEqual(missing(names, codeOf(await read('AGENTS.md'))), [])
  })

  it('names every value of the other entrances', async () => {
    const names = [http, html, admin, client, elements, react, testing, sqlite, postgres, stripe].flatMap((entrance) =>
      Object.keys(entrance),
    )
    assert.ok(names.length > 60)
    assert.deepEqual(missing(names, codeOf(await read('AGENTS.md'))), [])
  })

  it('names every method of a shop and a cart, and none that is not there', async () => {
    const { shop, cart } = await methods()
    const code = codeOf(await read('AGENTS.md'))
    assert.deepEqual(missing([...shop, ...cart], code), [])
    const called = new Set([...code.matchAll(/(?<![\w$.])((?:shop|cart)(?:\.[a-zA-Z]+)+)\(/g)].map(([, name = '']) => name))
    assert.deepEqual(
      [...called].filter((name) => ![...shop, ...cart].includes(name)),
      [],
    )
  })

  it('has a row for every refusal and every option', async () => {
    const page = await read('AGENTS.md')
    const rows = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name)
    assert.deepEqual(
      Object.keys(REASONS).filter((code) => !rows.includes(code)),
      [],
    )
    const options = Object.keys(settingsOf({ database: sqlite.sqlite(':memory:'), currency: 'RON', products: productOf }))
    assert.deepEqual(
      [...options, 'database', 'log', 'clock'].filter((name) => !rows.includes(name)),
      [],
    )
  })

  it('names every route of the shop', async () => {
    const shop = await createShop({ database: sqlite.sqlite(':memory:'), currency: 'RON', products: productOf })
    const page = () => ''
    const pages = { cart: page, checkout: page, order: page, orders: page, wallet: page }
    const render: http.Render = { drawer: page, cart: page, announce: page, pages }
    const routes = [
      ...http.cartRoutes(shop, render),
      ...http.checkoutRoutes(shop, render, { find: async () => null, list: async () => [] }),
      ...http.orderRoutes(shop, render),
      ...http.walletRoutes(shop, render, { freeTopUp: true }),
    ]
    await shop.close()
    const rows = [...(await read('AGENTS.md')).matchAll(/^\| ((?:GET|POST|PATCH|DELETE).*?) \|/gm)].map(([, row = '']) => row)
    const named = rows.flatMap((row) =>
      [...row.matchAll(/([A-Z]+(?: or [A-Z]+)*) ((?:`[^`]+`(?:, (?=`))?)+)/g)].flatMap(([, methods = '', paths = '']) =>
        [...paths.matchAll(/`([^`]+)`/g)].flatMap(([, path = '']) => methods.split(' or ').map((method) => `${method} ${path}`)),
      ),
    )
    assert.deepEqual(named.sort(), routes.map(({ method, path }) => `${method} ${path}`).sort())
  })

  it('names every setting of a handler', async () => {
    const settings = [...(await read('src/http/settings.ts')).matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name)
    const row = (await read('AGENTS.md')).match(/^`HandlerSettings`:[\s\S]*?\n\n/m)?.[0] ?? ''
    assert.ok(settings.length > 8)
    assert.deepEqual(missing(settings, codeOf(row)), [])
  })

  it('names every command', async () => {
    assert.deepEqual(
      missing(
        COMMANDS.map(({ name }) => name),
        codeOf(await read('AGENTS.md')),
      ),
      [],
    )
  })
})

describe('README.md', () => {
  it('lists every event', async () => {
    const payloads = (await read('src/events/event.ts')).match(/export interface EventPayloads \{([\s\S]*?)^\}/m)?.[1] ?? ''
    const events = [...payloads.matchAll(/^ {2}'([a-z_.]+)':/gm)].map(([, name = '']) => name)
    const list = (await read('README.md')).match(/^The events: [\s\S]*?\n\n/m)?.[0] ?? ''
    assert.ok(events.length > 40)
    assert.deepEqual([...list.matchAll(/`([a-z_.]+)`/g)].map(([, name = '']) => name).sort(), events.sort())
  })
})

it('the package carries the licence of the repository', async () => {
  assert.equal(await read('LICENSE'), await read('../../LICENSE'))
})

describe('coming from django-cart', () => {
  for (const [heading, names] of Object.entries(DJANGO_CART)) {
    it(`has a counterpart for each of: ${heading.toLowerCase()}`, async () => {
      const page = await read('docs/coming-from-django-cart.md')
      const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
      const rows = [...section.matchAll(/^\| `([^`|]+)`([^|]*)\|([^|]+)\|/gm)]
        .filter(([, , , counterpart = '']) => counterpart.trim() !== '')
        .map(([, name = '']) => name)
      assert.deepEqual(
        names.filter((name) => !rows.includes(name)),
        [],
      )
    })
  }
})
