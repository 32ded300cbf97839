import type { Source } from '../storage/open-source.ts'

/** Rows of the source as they are: texts or nothing, whatever the columns are. */
export interface SourceCart {
  readonly id: string
  readonly userId: string | null
  readonly discountId: string | null
  readonly checkedOut: boolean
  /** Milliseconds since 1970; null when it cannot be read. */
  readonly madeAt: bigint | null
}

export interface SourceLine {
  readonly id: string
  readonly cart: string
  readonly contentType: string
  readonly objectId: string
  readonly quantity: string
  readonly unitPrice: string
}

export interface SourceDiscount {
  readonly id: string
  readonly code: string
  readonly kind: string
  readonly value: string
  readonly minimum: string | null
  readonly maxUses: string | null
  readonly uses: string
  readonly active: boolean
  readonly from: string | null
  readonly until: string | null
}

export interface ContentType {
  readonly id: string
  /** `app_label.model`. */
  readonly name: string
}

/** A name that can be put into a statement as it is. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/

/** The tables of a django-cart installation behind `prefix`. Throws `RangeError` when it is no name or the tables are not there. */
export async function djangoTables(source: Source, prefix: string): Promise<{ carts: string; lines: string; discounts: string }> {
  if (!NAME.test(prefix)) throw new RangeError(`table prefix: ${prefix} is no name`)
  const tables = { carts: `${prefix}cart`, lines: `${prefix}item`, discounts: `${prefix}discount` }
  for (const table of Object.values(tables)) {
    if ((await source.columnsOf(table)).length === 0) throw new RangeError(`the source has no table ${table}`)
  }
  return tables
}

export async function cartsAfter(source: Source, table: string, after: string, limit: number): Promise<SourceCart[]> {
  const rows = await source.ask(
    `select cast(c.id as text) as id, cast(c.user_id as text) as user_id, cast(c.discount_id as text) as discount_id,
      cast(c.checked_out as text) as checked_out, cast(c.creation_date as text) as creation_date
    from "${table}" c where c.id > $1 order by c.id limit ${limit}`,
    after,
  )
  return rows.map((row) => ({
    id: String(row.id),
    userId: row.user_id ?? null,
    discountId: row.discount_id ?? null,
    checkedOut: isTrue(row.checked_out),
    madeAt: timeOf(row.creation_date),
  }))
}

/** The lines of the carts from `first` to `last`, in the order of adding. */
export async function linesOf(source: Source, table: string, first: string, last: string): Promise<SourceLine[]> {
  const rows = await source.ask(
    `select cast(i.id as text) as id, cast(i.cart_id as text) as cart, cast(i.content_type_id as text) as content_type,
      cast(i.object_id as text) as object_id, cast(i.quantity as text) as quantity, cast(i.unit_price as text) as unit_price
    from "${table}" i where i.cart_id >= $1 and i.cart_id <= $2 order by i.cart_id, i.id`,
    first,
    last,
  )
  return rows.map((row) => ({
    id: String(row.id),
    cart: String(row.cart),
    contentType: String(row.content_type),
    objectId: String(row.object_id),
    quantity: row.quantity ?? '',
    unitPrice: row.unit_price ?? '',
  }))
}

/** Lines whose cart is gone; foreign keys were not always checked there. */
export async function orphansOf(source: Source, tables: { readonly carts: string; readonly lines: string }): Promise<readonly string[]> {
  const rows = await source.ask(
    `select cast(i.id as text) as id from "${tables.lines}" i
    where not exists (select 1 from "${tables.carts}" c where c.id = i.cart_id) order by i.id`,
  )
  return rows.map((row) => String(row.id))
}

/** Whether there are open carts of guests with something in them. */
export async function hasGuests(source: Source, tables: { readonly carts: string; readonly lines: string }): Promise<boolean> {
  const rows = await source.ask(
    `select cast(c.id as text) as id from "${tables.carts}" c where c.user_id is null and cast(c.checked_out as text) in ('0', 'false', 'f')
      and exists (select 1 from "${tables.lines}" i where i.cart_id = c.id) limit 1`,
  )
  return rows.length > 0
}

export async function readDiscounts(source: Source, table: string): Promise<SourceDiscount[]> {
  const rows = await source.ask(
    `select cast(d.id as text) as id, d.code, d.discount_type, cast(d.value as text) as value, cast(d.min_cart_value as text) as minimum,
      cast(d.max_uses as text) as max_uses, cast(d.current_uses as text) as uses, cast(d.active as text) as active,
      cast(d.valid_from as text) as valid_from, cast(d.valid_until as text) as valid_until
    from "${table}" d order by d.id`,
  )
  return rows.map((row) => ({
    id: String(row.id),
    code: String(row.code),
    kind: String(row.discount_type).toLowerCase(),
    value: row.value ?? '',
    minimum: row.minimum ?? null,
    maxUses: row.max_uses ?? null,
    uses: row.uses ?? '0',
    active: isTrue(row.active),
    from: row.valid_from ?? null,
    until: row.valid_until ?? null,
  }))
}

/** The content types by id and name; none where the table is missing. */
export async function contentTypes(source: Source): Promise<ContentType[]> {
  if ((await source.columnsOf('django_content_type')).length === 0) return []
  const rows = await source.ask('select cast(t.id as text) as id, t.app_label, t.model from django_content_type t order by t.id')
  return rows.map((row) => ({ id: String(row.id), name: `${row.app_label}.${row.model}` }))
}

/** So many ids are asked for in one question. */
const IDS_AT_ONCE = 500

/** The rows of a table of products: their names and prices by id, as far as there are such columns; null where the table is missing or has no id. */
export async function productRows(
  source: Source,
  table: string,
  ids: readonly string[],
): Promise<Map<string, { name: string | null; price: string | null }> | null> {
  const columns = NAME.test(table) ? await source.columnsOf(table) : []
  if (!columns.includes('id')) return null
  const name = ['name', 'title'].find((column) => columns.includes(column))
  const found = new Map<string, { name: string | null; price: string | null }>()
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const some = ids.slice(start, start + IDS_AT_ONCE)
    const rows = await source.ask(
      `select cast(p.id as text) as id, ${name === undefined ? 'cast(null as text)' : `cast(p.${name} as text)`} as name,
        ${columns.includes('price') ? 'cast(p.price as text)' : 'cast(null as text)'} as price
      from "${table}" p where p.id in (${some.map((_, index) => `$${index + 1}`).join(', ')})`,
      ...some,
    )
    for (const row of rows) found.set(String(row.id), { name: row.name ?? null, price: row.price ?? null })
  }
  return found
}

const isTrue = (text: string | null | undefined): boolean => text === '1' || text === 'true' || text === 't'

/** A stored time in milliseconds; without an offset it is UTC, which is how it is stored. Null for anything else. */
export function timeOf(text: string | null | undefined): bigint | null {
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text ?? '')
  if (found === null) return null
  const [, day, time, fraction = '', offset = 'Z'] = found
  const zone = /^[+-]\d\d$/.test(offset) ? `${offset}:00` : offset
  const milliseconds = Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
  return Number.isNaN(milliseconds) ? null : BigInt(milliseconds)
}
