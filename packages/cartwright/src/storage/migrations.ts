import { readFileSync } from 'node:fs'
import type { Migration } from './database.ts'

/** The schema of the library itself: `database.migrate(coreMigrations)` brings a database up to it. */
export const coreMigrations: readonly Migration[] = [core('0001')]

function core(number: string): Migration {
  return {
    name: `core-${number}`,
    sqlite: readFileSync(new URL(`./migrations/${number}-core.sqlite.sql`, import.meta.url), 'utf8'),
    postgres: readFileSync(new URL(`./migrations/${number}-core.postgres.sql`, import.meta.url), 'utf8'),
  }
}
