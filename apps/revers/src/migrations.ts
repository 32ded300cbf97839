import { readFileSync } from 'node:fs'
import type { Migration } from 'cartwright'

/** The tables revers keeps beside those of the shop: frozen files, one for each engine. */
export const migrations: readonly Migration[] = [
  migration('revers-0001-shop-floor'),
  migration('revers-0002-simulated-refunds'),
  migration('revers-0003-auctions'),
  migration('revers-0004-facets'),
  migration('revers-0005-staff'),
  migration('revers-0006-measures'),
  migration('revers-0007-default-address'),
]

function migration(name: string): Migration {
  const read = (engine: string): string => readFileSync(new URL(`./migrations/${name}.${engine}.sql`, import.meta.url), 'utf8')
  return { name, sqlite: read('sqlite'), postgres: read('postgres') }
}
