import { readFileSync } from 'node:fs'
import type { Migration } from './database.ts'

/** The schema of the library itself: `database.migrate(coreMigrations)` brings a database up to it. */
export const coreMigrations: readonly Migration[] = [
  migration('core-0001', '0001-core'),
  migration('core-0002', '0002-marketplace'),
  migration('core-0003', '0003-admin'),
  migration('core-0004', '0004-returns'),
]

function migration(name: string, file: string): Migration {
  return {
    name,
    sqlite: readFileSync(new URL(`./migrations/${file}.sqlite.sql`, import.meta.url), 'utf8'),
    postgres: readFileSync(new URL(`./migrations/${file}.postgres.sql`, import.meta.url), 'utf8'),
  }
}
