import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { cartsByAge, cartsByUse, cartsOfOwner, cartsWithProduct, summariesOf } from '../../src/cart/search-carts-rows.ts'
import { claimsUntil } from '../../src/claims/claim-rows.ts'
import type { Place } from '../../src/list-page.ts'
import { parcelsOf } from '../../src/orders/order-rows.ts'
import { type OrderRange, ordersByTime, ordersNumbered, ordersOfSeller } from '../../src/orders/search-orders-rows.ts'
import { accountsByBalance, accountsByName, transfersNewest, transfersOf } from '../../src/payments/ledger-rows.ts'
import type { Database } from '../../src/storage/database.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import { postgres } from '../../src/storage/postgres.ts'
import { type Statement, sql } from '../../src/storage/statement.ts'
import { newPostgres, openMemory } from './open-databases.ts'
import { toolLists } from './tool-lists.ts'

const LIMIT = 51n

/** Every statement of the lists of the staff, at their start and further on, both ways. */
function lists(): [name: string, statement: Statement][] {
  const ways = [true, false].flatMap((falling) =>
    [null, [5n, 'x'] as Place].map((place) => ({ falling, after: place, limit: LIMIT, from: 1n, until: 9n })),
  )
  return [
    ...ways.flatMap((way): [string, Statement][] => {
      const name = `${way.falling ? 'falling' : 'rising'}${way.after === null ? '' : ' further on'}`
      const orders = (state: string | null): OrderRange => ({ ...way, state })
      const claims = (filter: Partial<Record<'state' | 'owner' | 'product', string>>): Statement =>
        claimsUntil({ state: null, owner: null, product: null, ...filter }, { ...way, now: 3n })
      return [
        [`carts by use, ${name}`, cartsByUse('open', way)],
        [`carts by age, ${name}`, cartsByAge('open', way)],
        [`carts of an owner, ${name}`, cartsOfOwner('user:ana', way)],
        [`carts with a product, ${name}`, cartsWithProduct('garment:1', { ...way, after: way.after === null ? null : ['x'] })],
        [`orders, ${name}`, ordersByTime(null, orders(null))],
        [`orders of a state, ${name}`, ordersByTime(null, orders('paid'))],
        [`orders of a buyer, ${name}`, ordersByTime('user:ana', orders(null))],
        [`orders of a buyer and a state, ${name}`, ordersByTime('user:ana', orders('paid'))],
        [`orders of a seller, ${name}`, ordersOfSeller('mihai', orders(null))],
        [`claims, ${name}`, claims({})],
        [`claims of a state, ${name}`, claims({ state: 'held' })],
        [`claims of an owner, ${name}`, claims({ owner: 'user:ana' })],
      ]
    }),
    ['carts by id', summariesOf(['a', 'b'])],
    ['orders by number', ordersNumbered('AB-1')],
    ['parcels of a seller', parcelsOf('mihai', { at: 5n, id: 'x' }, LIMIT)],
    ['accounts by name', accountsByName('wallet:', null, LIMIT)],
    ['accounts by name further on', accountsByName('', ['x'], LIMIT)],
    ['accounts by balance', accountsByBalance(null, LIMIT)],
    ['accounts by balance further on', accountsByBalance([5n, 'x'], LIMIT)],
    ['transfers', transfersNewest(null, LIMIT)],
    ['transfers further on', transfersNewest([5n, 5n, 'x', 'y'], LIMIT)],
    ['transfers of an account', transfersOf('a', null, null, LIMIT)],
    ['transfers of an account further on', transfersOf('a', null, [5n, 5n, 'x'], LIMIT)],
    ['transfers of a kind', transfersOf('a', 'refund', null, LIMIT)],
    ['transfers of a kind further on', transfersOf('a', 'refund', [5n, 5n, 'x'], LIMIT)],
    ...toolLists(),
  ]
}

const planOf = async (database: Database, explain: Statement): Promise<string> => {
  const [rows = []] = await database.read(explain)
  return rows.map((row) => String(row.detail ?? row['QUERY PLAN'])).join('\n')
}

interface Patterns {
  readonly forbidden: RegExp
  readonly wanted: RegExp
  /** How a plan says that it begins at the place where the page before ended, and not at another bound from which it walks there. */
  readonly place: RegExp
}

/** What a plan must not have: a walk through a whole table, or an order that is made instead of found. */
function provePlans(
  open: () => Promise<Database>,
  explain: (statement: Statement) => Statement,
  { forbidden, wanted, place }: Patterns,
): void {
  let database: Database
  before(async () => {
    database = await open()
    await database.migrate(coreMigrations)
  })
  after(() => database.close())
  for (const [name, statement] of lists()) {
    it(name, async () => {
      const plan = await planOf(database, explain(statement))
      assert.doesNotMatch(plan, forbidden)
      assert.match(plan, wanted)
      if (/^(?:orders|claims|transfers).* further on$/.test(name)) assert.match(plan, place)
    })
  }
  it('would not pass without an index', async () => {
    assert.match(await planOf(database, explain(sql`select cart_id from cart order by currency`)), forbidden)
  })
}

describe('lists of the staff are read along an index, without a sort', () => {
  describe('on SQLite', () => {
    // `SCAN` of a table by an index that has its order is a walk from the place on, and ends with the page.
    provePlans(
      async () => (await openMemory()).database,
      (statement) => sql`explain query plan ${statement}`,
      {
        forbidden: /USE TEMP B-TREE|SCAN (?!json_each)\w+(?!.* USING (?:COVERING )?INDEX)/,
        wanted: /USING (?:COVERING )?(?:INDEX|PRIMARY KEY)/,
        place: /USING (?:COVERING )?INDEX .*\(\w+(?:,\w+)+\)[<>]\(/,
      },
    )
  })

  describe('on PostgreSQL', () => {
    // Empty tables are read whole, because that is cheapest: so the planner is told that it costs much, and shows whether there is another way.
    const settings = ['enable_seqscan', 'enable_sort', 'enable_incremental_sort', 'enable_bitmapscan'].map((name) => ` -c ${name}=off`)
    provePlans(
      async () => {
        const address = new URL(await newPostgres())
        address.searchParams.set('options', `${address.searchParams.get('options')}${settings.join('')}`)
        return postgres({ connectionString: address.href, max: 2 })
      },
      (statement) => sql`explain ${statement}`,
      { forbidden: /Seq Scan|Sort/, wanted: /Index (?:Only )?Scan/, place: /Index Cond: .*ROW\(/ },
    )
  })
})
