import { type Database, type Row, type Rows, type Statement, sql } from '../../index.ts'

export type TableName =
  | 'receipt'
  | 'cart_slot'
  | 'idempotency'
  | 'cart'
  | 'cart_line'
  | 'cart_merge'
  | 'placed_order'
  | 'parcel'
  | 'order_line'
  | 'attempt'
  | 'payment'
  | 'refund'
  | 'refund_line'
  | 'proceeds'
  | 'claim'
  | 'queue_place'
  | 'win'
  | 'hold_budget'
  | 'cash_customer'
  | 'strike'
  | 'auction_lot'
  | 'bid'
  | 'stock'
  | 'stock_hold'
  | 'campaign'
  | 'campaign_customer'
  | 'discount'
  | 'redemption'
  | 'discount_customer'
  | 'first_order'
  | 'guess'
  | 'account'
  | 'transfer'
  | 'event'
  | 'delivery'
  | 'audit'
  | 'figure'
  | 'figure_cursor'

/** Every table of the library, whole, parents before children. */
const QUESTIONS: Readonly<Record<TableName, Statement>> = {
  receipt: sql`select * from receipt order by key, id`,
  cart_slot: sql`select * from cart_slot order by owner, name`,
  idempotency: sql`select * from idempotency order by owner, id`,
  cart: sql`select * from cart order by cart_id`,
  cart_line: sql`select * from cart_line order by cart_id, line_id`,
  cart_merge: sql`select * from cart_merge order by cart_id`,
  placed_order: sql`select * from placed_order order by cart_id, id`,
  parcel: sql`select * from parcel order by cart_id, order_id, seller`,
  order_line: sql`select * from order_line order by cart_id, order_id, line_id`,
  attempt: sql`select * from attempt order by cart_id, id`,
  payment: sql`select * from payment order by cart_id, order_id, id`,
  refund: sql`select * from refund order by cart_id, id`,
  refund_line: sql`select * from refund_line order by cart_id, refund_id, line_id`,
  proceeds: sql`select * from proceeds order by cart_id, order_id, seller`,
  claim: sql`select * from claim order by product`,
  queue_place: sql`select * from queue_place order by product, id`,
  win: sql`select * from win order by product, id`,
  hold_budget: sql`select * from hold_budget order by key`,
  cash_customer: sql`select * from cash_customer order by customer`,
  strike: sql`select * from strike order by owner, id`,
  auction_lot: sql`select * from auction_lot order by lot_id`,
  bid: sql`select * from bid order by lot_id, id`,
  stock: sql`select * from stock order by product`,
  stock_hold: sql`select * from stock_hold order by product, holder`,
  campaign: sql`select * from campaign order by name`,
  campaign_customer: sql`select * from campaign_customer order by campaign, customer`,
  discount: sql`select * from discount order by code`,
  redemption: sql`select * from redemption order by code, attempt_id`,
  discount_customer: sql`select * from discount_customer order by code, customer`,
  first_order: sql`select * from first_order order by customer`,
  guess: sql`select * from guess order by key`,
  account: sql`select * from account order by id`,
  transfer: sql`select * from transfer order by account, id`,
  event: sql`select * from event order by key, id`,
  delivery: sql`select * from delivery order by key, event_id, target`,
  audit: sql`select * from audit order by key, id`,
  figure: sql`select name, hour, currency, count, cast(amount as text) as amount from figure order by name, hour, currency`,
  figure_cursor: sql`select * from figure_cursor order by name`,
}

/** What a database holds at one moment. Exact quantities are texts, whole numbers bigints, on every engine. */
export type Tables = Readonly<Record<TableName, Rows>>

export const TABLE_NAMES: readonly TableName[] = Object.keys(QUESTIONS) as TableName[]

/** Reads everything. Most tests leave most tables empty, so only those that hold something are read: half of all statements of a run were such readings. */
export async function readTables(database: Database): Promise<Tables> {
  const filled = await filledTables(database)
  const answers = await database.read(...filled.map((name) => QUESTIONS[name]))
  const rows = new Map(filled.map((name, place) => [name, answers[place] ?? []]))
  return Object.fromEntries(TABLE_NAMES.map((name) => [name, rows.get(name) ?? []])) as unknown as Tables
}

/** Everything but the marks of batches, the counts of wrong codes and how far was counted: what a test compares when it asks whether anything has changed. */
export async function readState(database: Database): Promise<Omit<Tables, 'receipt'>> {
  const { receipt: _, ...state } = await readTables(database)
  return { ...state, guess: [], figure_cursor: [] }
}

/** Puts a database back to what it held: all rows out, these rows in, in one batch. */
export async function restoreTables(database: Database, tables: Partial<Tables>): Promise<void> {
  const emptied = (await filledTables(database)).toReversed().map((name) => statementOf(`delete from ${name}`, []))
  const filled = TABLE_NAMES.flatMap((name) => (tables[name] ?? []).map((row) => insertOf(name, row)))
  await database.batch([...emptied, ...filled])
}

/** The tables that hold anything, parents before children. */
export async function filledTables(database: Database): Promise<TableName[]> {
  const [rows = []] = await database.read(statementOf(FILLED, []))
  const names = new Set(rows.map((row) => row.name))
  return TABLE_NAMES.filter((name) => names.has(name))
}

const FILLED = TABLE_NAMES.map((name) => `select '${name}' as name where exists (select 1 from ${name})`).join(' union all ')

function insertOf(table: TableName, row: Row): Statement {
  const columns = Object.keys(row)
  return statementOf(`insert into ${table} (${columns.join(', ')}) values (`, Object.values(row))
}

const texts = new Map<string, TemplateStringsArray>()

/** A statement of a text known at run time; the same text is the same template, so a driver prepares it once. */
function statementOf(text: string, values: readonly Row[string][]): Statement {
  let template = texts.get(text)
  if (template === undefined) {
    const pieces = values.length === 0 ? [text] : [text, ...values.slice(1).map(() => ', '), ')']
    template = Object.assign(pieces, { raw: pieces })
    texts.set(text, template)
  }
  return sql(template, ...values)
}
