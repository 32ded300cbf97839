import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { newPostgres, temporaryFolder } from '../storage/open-databases.ts'

type Cell = string | number | null

/** Rows by table, as texts and numbers; both engines take them for all their types. */
export type DjangoRows = Readonly<Record<string, readonly (readonly Cell[])[]>>

const TABLES: readonly (readonly [string, string])[] = [
  ['django_content_type', 'id integer primary key, app_label varchar(100) not null, model varchar(100) not null'],
  [
    'cart_discount',
    `id integer primary key, code varchar(50) not null unique, discount_type varchar(10) not null, value DECIMAL(10, 2) not null, min_cart_value DECIMAL(10, 2),
    max_uses integer, current_uses integer not null, active BOOL not null, valid_from TIME, valid_until TIME`,
  ],
  ['cart_cart', 'id integer primary key, creation_date TIME not null, checked_out BOOL not null, user_id integer, discount_id integer'],
  [
    'cart_item',
    `id integer primary key, quantity integer not null check (quantity >= 0), unit_price DECIMAL(18, 2) not null, object_id integer not null,
    cart_id integer not null, content_type_id integer not null, unique (cart_id, content_type_id, object_id)`,
  ],
  ['store_garment', 'id integer primary key, name varchar(100) not null, price DECIMAL(10, 2) not null'],
  ['store_article', 'id integer primary key, title varchar(100) not null'],
]

const COLUMN_TYPES: Readonly<Record<'file' | 'server', Readonly<Record<string, string>>>> = {
  file: { TIME: 'datetime', BOOL: 'bool', DECIMAL: 'decimal' },
  server: { TIME: 'timestamptz', BOOL: 'boolean', DECIMAL: 'numeric' },
}

const ddl = (kind: 'file' | 'server'): string =>
  TABLES.map(
    ([name, columns]) =>
      `create table ${name} (${columns.replaceAll(/DECIMAL(\(\d+, 2\))?|TIME|BOOL/g, (word) => {
        const [type = ''] = word.split('(')
        // The other engine's numeric(18, 2) would round a third decimal away; a source that was filled by hand has such values.
        return COLUMN_TYPES[kind][type] ?? word
      })})`,
  ).join(';\n')

/** An address of a django-cart database with these rows. */
export type MakeDjango = (
  rows: DjangoRows,
) => Promise<{ readonly address: string; run(text: string): Promise<void>; remove(): Promise<void> }>

export const djangoFile: MakeDjango = async (rows) => {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'django.db')
  const handle = new DatabaseSync(path)
  handle.exec(ddl('file'))
  for (const [table, some] of Object.entries(rows))
    for (const row of some) handle.prepare(`insert into ${table} values (${row.map(() => '?').join(', ')})`).run(...row)
  return {
    address: `sqlite:${path}`,
    run: async (text) => handle.exec(text),
    async remove() {
      handle.close()
      await folder.remove()
    },
  }
}

export const djangoServer: MakeDjango = async (rows) => {
  const address = await newPostgres()
  const client = new Client({ connectionString: address })
  await client.connect()
  await client.query(ddl('server'))
  for (const [table, some] of Object.entries(rows))
    for (const row of some)
      await client.query(`insert into ${table} values (${row.map((_, index) => `$${index + 1}`).join(', ')})`, [...row])
  return {
    address,
    run: async (text) => {
      await client.query(text)
    },
    remove: () => client.end(),
  }
}

const MADE = '2026-01-15 10:00:00'

/** A shop's worth of good and bad rows. Content types: 7 garments, 8 articles, 9 of another app. */
export const DIRTY: DjangoRows = {
  django_content_type: [
    [7, 'store', 'garment'],
    [8, 'store', 'article'],
    [9, 'courses', 'course'],
  ],
  store_garment: [
    [1, 'Coat', 289],
    [2, 'Scarf', '19.99'],
  ],
  store_article: [
    [1, 'Tea'],
    [2, 'Salt'],
    [3, 'Rice'],
  ],
  cart_discount: [
    [1, 'summer10', 'percent', '10.50', '100.00', 100, 7, 1, '2026-01-01 00:00:00', '2026-12-31 23:59:59.999'],
    [2, 'SUMMER10', 'percent', '50.00', null, null, 0, 1, null, null],
    [3, ' fixed5 ', 'fixed', '5.00', null, 3, 5, 1, null, null],
    [4, 'BIG150', 'percent', '150.00', null, null, 2, 0, null, null],
    [5, 'ÄÖÜ', 'percent', '5.00', null, null, 0, 1, null, null],
    [6, 'BACKWARDS', 'fixed', '5.00', null, null, 0, 1, '2026-02-01 00:00:00', '2026-01-01 00:00:00'],
    [7, 'MINUS', 'fixed', '-5.00', null, null, 0, 1, null, null],
  ],
  cart_cart: [
    [1, MADE, 0, 5, 1],
    [2, MADE, 0, null, null],
    [3, MADE, 0, 5, null],
    [4, MADE, 1, 5, 3],
    [5, MADE, 0, 6, 2],
    [6, MADE, 0, null, null],
    [7, MADE, 0, 7, null],
    [8, MADE, 1, null, null],
  ],
  cart_item: [
    [1, 2, '19.99', 1, 1, 8],
    [2, 1, '289.00', 1, 1, 7],
    [3, 3, '1.00', 2, 2, 8],
    [4, 5, '19.99', 1, 3, 8],
    [5, 1, '-5.00', 2, 3, 8],
    [6, 4, '10.00', 1, 4, 8],
    [7, 2, '10.00', 999, 4, 8],
    [8, 0, '1.00', 1, 5, 8],
    [9, 200, '1.00', 2, 5, 8],
    [10, 3, '20.00', 2, 5, 7],
    [11, 1, '1.005', 3, 5, 8],
    [12, 1, 'NaN', 1, 5, 7],
    [13, 1, '9.00', 77, 5, 7],
    [14, 1, '9.00', 1, 5, 9],
    [15, 1, '9.00', 88, 7, 8],
    [16, 1, '9.00', 1, 8, 8],
  ],
}
