import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('../src', import.meta.url))

/** The key column of each table's aggregate (rule D1). */
const KEY: Readonly<Record<string, string>> = {
  receipt: 'key',
  cart_slot: 'owner',
  idempotency: 'owner',
  cart: 'cart_id',
  cart_line: 'cart_id',
  cart_merge: 'cart_id',
  placed_order: 'cart_id',
  parcel: 'cart_id',
  order_line: 'cart_id',
  attempt: 'cart_id',
  payment: 'cart_id',
  claim: 'product',
  stock: 'product',
  stock_hold: 'product',
  discount: 'code',
  campaign: 'name',
  campaign_customer: 'campaign',
  redemption: 'code',
  discount_customer: 'code',
  first_order: 'customer',
  guess: 'key',
  account: 'id',
  transfer: 'account',
  event: 'key',
  delivery: 'key',
  queue_place: 'product',
  win: 'product',
  hold_budget: 'key',
  cash_customer: 'customer',
  strike: 'owner',
  auction_lot: 'lot_id',
  bid: 'lot_id',
  refund: 'cart_id',
  refund_line: 'cart_id',
  proceeds: 'cart_id',
  audit: 'key',
  figure: 'name',
  figure_cursor: 'name',
}

/** Questions and tidying that are not asked by the key, each with its reason (rule D4). */
const NOT_BY_KEY: Readonly<Record<string, string>> = {
  expiredClaims: 'the sweeper looks for work; each hit is then taken by its key with the same guard',
  staleGuesses: 'the sweeper removes what no longer counts',
  staleBudgets: 'the sweeper removes what no longer counts',
  staleFree: 'the sweeper removes what no longer counts',
  lapsedHolds: 'the sweeper looks for work; each hit is then taken back by its key with the same guard',
  staleKeys: 'the sweeper removes what nobody can ask for any more',
  receiptBehind: 'the sweeper looks how far to go at once',
  staleReceipts: 'the sweeper removes what nobody can ask for any more',
  dueKeys: 'the outbox looks for work; each hit is then taken by its key with the same guard',
  dueDeliveries: 'the outbox looks for work; each hit is then leased by its key with the same guard',
  firstDeliveries: 'the outbox looks for work; each hit is then leased by its key with the same guard',
  deadDeliveries: 'a list for a person, on an index of its own',
  freeSlots: 'cleaning removes a step of stale carts as a set; the guard of deleteStaleCarts undoes all when one was used',
  deleteStaleCarts: 'cleaning removes a step of stale carts as a set, guarded by their last use',
  deleteHistory: 'cleaning removes the history of carts that are gone',
  unaskedAttempts: 'the reconciler looks for work; each hit is then settled by its key',
  openAttempts: 'the reconciler looks for work; each hit is then settled by its key',
  overdueAttempts: 'a list for a person, on an index of its own',
  ordersOf: "a buyer's list of orders, on an index of its own",
  parcelsOf: "a seller's list of parcels, on an index of its own",
  proceedsOf: "a seller's list of what he is owed, on an index of its own",
  proceedsSums: "the sums of a seller's proceeds, on the index of that list",
  proceedsDue: 'the reconciler looks for work; each hit is then released by its key with the same guard',
  dueRefunds: 'the reconciler looks for work; each hit is then noted by its key',
  linesById: 'the doctor looks for the lines of holds: nothing leads from a hold to its cart',
  boughtLines: 'the doctor looks for what became of the few rights that have lost their claim',
  orderedUnits: 'the doctor sums what was sold of a page of products',
  closedUnits: 'the doctor sums what was sold of a page of products without an order',
  openCash: "the doctor counts a customer's cash orders, on the index of customers",
  pendingOf: 'the doctor sums what payments under way have set aside, on the index of their state',
  transfersFor: 'the doctor reads what was moved for a page of orders, on an index of its own',
  actsAfter: 'a list for a person, on indexes of its own',
  actsBefore: 'a list for a person, on indexes of its own',
  eventsSince: 'the sweeper counts what happened, on an index of its own',
}

interface Found {
  readonly file: string
  readonly name: string
  readonly text: string
}

/** Every statement of the house, by the name of the function that makes it. */
function statements(): Found[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('storage/') && !file.startsWith('testing/'),
  )
  return files.flatMap((file) => {
    const source = readFileSync(join(SOURCE, file), 'utf8')
    return [...source.matchAll(/sql`((?:[^`\\$]|\$(?!\{)|\$\{(?:[^{}]|\{[^{}]*\}|`[^`]*`)*\}|\\.)*)`/g)].map((match) => {
      const before = source.slice(0, match.index)
      const name = [...before.matchAll(/(?:const|function) (\w+)/g)].at(-1)?.[1] ?? '?'
      return { file, name, text: (match[1] ?? '').replaceAll(/\s+/g, ' ').trim().toLowerCase() }
    })
  })
}

const where = (found: Found): string => `${found.file} ${found.name}`
const tableOf = (text: string): string | undefined => /^(?:insert into|update|delete from) (\w+)/.exec(text)?.[1]

describe('statements keep the rules of distributed databases', () => {
  const all = statements()

  it('are found', () => {
    assert.ok(all.length > 70, `only ${all.length} statements were found`)
  })

  it('write known tables only, so that a new table gets its key here', () => {
    const unknown = all.filter((found) => {
      const table = tableOf(found.text)
      return table !== undefined && KEY[table] === undefined
    })
    assert.deepEqual(unknown.map(where), [])
  })

  it('D4: name the key by equality', () => {
    const stray = all.filter(({ name, text }) => {
      const table = tableOf(text)
      if (table === undefined || text.startsWith('insert') || NOT_BY_KEY[name] !== undefined) return false
      return !new RegExp(`where .*\\b${KEY[table]} = \\$\\{`).test(text)
    })
    assert.deepEqual(stray.map(where), [])
  })

  it('D5: never change a key', () => {
    const moved = all.filter(({ text }) => {
      const table = tableOf(text)
      const set = /\bset (.*?)(?: where |$)/.exec(text)?.[1] ?? ''
      return table !== undefined && new RegExp(`(^|, )${KEY[table]} =`).test(set)
    })
    assert.deepEqual(moved.map(where), [])
  })

  it('D6, D7: write from parameters and the row itself, never from a sub-select', () => {
    // The exceptions read rows of their own aggregate, whose row the batch has taken: the cart and its line (recordCartEvents), the lot (insertBid), the
    // claim of the line (takeLastPlace); and
    // deliveries of the very event, which have its key.
    const selecting = all.filter(
      ({ file, name, text }) =>
        tableOf(text) !== undefined &&
        /\bselect\b/.test(text) &&
        file !== 'events/event-rows.ts' &&
        !['deleteHistory', 'insertBid', 'takeLastPlace'].includes(name),
    )
    assert.deepEqual(selecting.map(where), [])
  })

  it('D8, D12: use no clock, chance, lock clause, trigger or sequence of the database', () => {
    const forbidden =
      /\bnow\(\)|clock_timestamp|current_timestamp|random\(\)|for update|for share|skip locked|nextval|advisory|listen |notify |deferrable|\bmerge into\b|strftime|datetime\(/
    assert.deepEqual(all.filter(({ text }) => forbidden.test(text)).map(where), [])
  })

  it('D10: join inside one aggregate only, on its key', () => {
    const joins = all.filter(
      ({ text }) =>
        / join /.test(text) &&
        !/join cart_line l on l\.cart_id = c\.cart_id|join discount_customer c on c\.code = d\.code|join campaign_customer c on c\.campaign = g\.name|join event e on e\.key = d\.key|join (?:placed_order o|attempt a|cart c) on [oac]\.cart_id = l\.cart_id|join payment p on p\.cart_id = o\.cart_id/.test(
          text,
        ),
    )
    assert.deepEqual(joins.map(where), [])
  })

  it('D10: ask a second aggregate within a question only where nothing is decided by it', () => {
    // The head of every page, in one trip: see there. A parcel, its lines, its payment and its proceeds are of one aggregate.
    const known = ['cartInSlot', 'parcelsOf', 'returnsAfter']
    const nested = all.filter(({ name, text }) => tableOf(text) === undefined && /\(select /.test(text) && !known.includes(name))
    assert.deepEqual(nested.map(where), [])
  })

  it('conflict targets hold the key (D2)', () => {
    const targets = all.flatMap((found) => {
      const target = /on conflict \(([^)]*)\)/.exec(found.text)?.[1]
      const key = KEY[tableOf(found.text) ?? '']
      return target === undefined || key === undefined || target.split(', ').includes(key) ? [] : [where(found)]
    })
    assert.deepEqual(targets, [])
  })
})
