import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('../src', import.meta.url))
const APP = fileURLToPath(new URL('../../../apps/revers/src', import.meta.url))

/** What everybody may import: reasons, the context, the frame of actions and plug-in calls, the check of sent data, the pages of lists, and the types of the options and the shop. */
const EVERYBODY = ['errors', 'context', 'act', 'ask', 'check-input', 'list-page', 'options', 'shop-types', 'storage']

/** Who may import whom. A room that is not named here may import nobody but everybody's. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  context: ['options', 'storage', 'plugins'],
  act: ['context', 'errors', 'storage'],
  ask: ['errors'],
  'check-input': ['errors'],
  'list-page': ['check-input', 'storage'],
  options: ['auctions', 'check-options', 'context', 'errors', 'storage', 'catalog', 'claims', 'pricing', 'payments', 'events', 'plugins'],
  'check-options': ['auctions', 'money', 'catalog', 'claims', 'pricing', 'events', 'plugins'],
  'shop-cart': ['cart', 'catalog', 'checkout', 'context', 'options'],
  'shop-types': [
    'shop-cart',
    'context',
    'audit',
    'auctions',
    'cart',
    'doctor',
    'refunds',
    'sellers',
    'catalog',
    'claims',
    'checkout',
    'discounts',
    'events',
    'figures',
    'orders',
    'payments',
    'upkeep',
  ],
  'buying-rules': ['options', 'seller-user'],
  'seller-user': [],
  minutes: [],
  storage: [],
  money: ['errors'],
  catalog: [],
  sessions: ['plugins', 'cart'],
  pricing: ['money', 'catalog', 'errors'],
  plugins: ['money', 'pricing', 'minutes'],
  audit: [],
  claims: ['audit', 'catalog', 'events'],
  discounts: ['audit', 'money', 'catalog', 'pricing', 'plugins'],
  events: [],
  figures: ['events'],
  payments: ['audit', 'events', 'orders'],
  stripe: ['payments'],
  orders: ['audit', 'money', 'catalog', 'pricing', 'events', 'cart'],
  sellers: ['audit', 'money', 'events', 'orders', 'payments', 'seller-user'],
  cart: ['audit', 'buying-rules', 'money', 'catalog', 'pricing', 'claims', 'discounts', 'events', 'plugins', 'seller-user'],
  refunds: [
    'audit',
    'auctions',
    'money',
    'catalog',
    'claims',
    'discounts',
    'events',
    'cart',
    'orders',
    'payments',
    'seller-user',
    'sellers',
  ],
  checkout: ['audit', 'money', 'catalog', 'pricing', 'claims', 'discounts', 'events', 'cart', 'orders', 'payments', 'refunds', 'sellers'],
  auctions: ['audit', 'buying-rules', 'minutes', 'money', 'catalog', 'claims', 'events', 'cart', 'seller-user'],
  doctor: ['audit', 'auctions', 'cart', 'claims', 'discounts', 'events', 'money', 'orders', 'payments', 'refunds', 'sellers'],
  upkeep: ['audit', 'auctions', 'cart', 'claims', 'discounts', 'events', 'figures', 'refunds', 'sellers'],
  // What runs in browsers knows the shapes that go over the wire, and nothing of the server.
  client: ['http'],
  elements: ['client'],
  react: ['client'],
  django: ['money', 'catalog', 'cart', 'discounts', 'events'],
}
/** These see the whole house: they are its doors. */
const DOORS = ['shop', 'index', 'http', 'html', 'testing', 'cli', 'admin']

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

const roomOf = (file: string): string => relative(SOURCE, file).split('/')[0]?.replace(/\.ts$/, '') ?? ''

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map((found) => resolve(dirname(file), found[1] ?? ''))

/** Code without comments, so that a word in a sentence is no finding. */
const codeOf = (file: string): string =>
  readFileSync(file, 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')

describe('architecture', () => {
  const files = filesOf(SOURCE)

  it('is looked at as a whole', () => {
    assert.ok(files.length > 80, `only ${files.length} files were found`)
  })

  it('lets rooms import only whom they may', () => {
    const strays = files.flatMap((file) => {
      const room = roomOf(file)
      if (DOORS.includes(room)) return []
      const allowed = [...(room === 'storage' || room === 'money' ? [] : EVERYBODY), ...(MAY_IMPORT[room] ?? []), room]
      return importsOf(file)
        .map(roomOf)
        .filter((target) => !allowed.includes(target))
        .map((target) => `${relative(SOURCE, file)} imports ${target}`)
    })
    assert.deepEqual(strays, [])
  })

  it('has no circle between rooms but the one of the context and its options', () => {
    const circles = Object.entries(MAY_IMPORT).flatMap(([room, targets]) =>
      targets.filter((target) => (MAY_IMPORT[target] ?? []).includes(room)).map((target) => `${room} <-> ${target}`),
    )
    const known = ['context <-> options', 'options <-> context']
    assert.deepEqual(
      circles.filter((circle) => !known.includes(circle)),
      [],
    )
  })

  it('names an engine in storage and in the starters of tests only', () => {
    const named = files.filter((file) => {
      const path = relative(SOURCE, file)
      return !path.startsWith('storage/') && !path.startsWith('testing/') && /sqlite|postgres/i.test(codeOf(file))
    })
    assert.deepEqual(
      named.map((file) => relative(SOURCE, file)),
      [],
    )
  })

  it('reads clocks, chance and ids in the context and in storage only', () => {
    const free = files.filter((file) => {
      const path = relative(SOURCE, file)
      if (path === 'context.ts' || path === 'shop.ts' || path.startsWith('storage/') || path.startsWith('testing/')) return false
      // A browser reads the clock it has, to learn how wrong it is.
      if (path === 'client/in-step.ts' || path === 'client/store.ts' || path === 'elements/page-cart.ts') return false
      return /Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes|performance\.now/.test(codeOf(file))
    })
    assert.deepEqual(
      free.map((file) => relative(SOURCE, file)),
      [],
    )
  })

  it('has no star export, no default export, no any, no enum', () => {
    const wrong = files.filter((file) => /export \*|export default|: any\b|as any\b|<any>|\benum \w+ \{/.test(codeOf(file)))
    assert.deepEqual(
      wrong.map((file) => relative(SOURCE, file)),
      [],
    )
  })

  it('names the library of the card provider in its own room only', () => {
    const strays = files.filter((file) => roomOf(file) !== 'stripe' && /from 'stripe'/.test(codeOf(file)))
    assert.deepEqual(
      strays.map((file) => relative(SOURCE, file)),
      [],
    )
  })

  it('keeps files small enough to be one room', () => {
    const long = [...files, ...filesOf(APP)].filter((file) => readFileSync(file, 'utf8').split('\n').length > 301)
    assert.deepEqual(
      long.map((file) => relative(SOURCE, file)),
      [],
    )
  })

  it('lets the app import the published names only', () => {
    const inside = filesOf(APP).filter((file) => /from '[^']*packages\/cartwright|from 'cartwright\/src/.test(readFileSync(file, 'utf8')))
    assert.deepEqual(
      inside.map((file) => relative(APP, file)),
      [],
    )
  })
})
