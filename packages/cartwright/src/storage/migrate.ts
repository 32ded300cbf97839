import type { Migration } from './database.ts'
import { type Rows, type Statement, sql } from './statement.ts'

/** Remembers by name which migrations a database has. */
export const MIGRATION_TABLE = {
  sqlite: 'create table if not exists cartwright_migration (name text primary key, made_at integer not null) strict, without rowid',
  postgres: 'create table if not exists cartwright_migration (name text primary key, made_at int8 not null)',
} as const

export const isApplied = (migration: Migration): Statement => sql`select name from cartwright_migration where name = ${migration.name}`

/** All that a database has, asked once: nearly every start finds everything there. */
export const APPLIED: Statement = sql`select name from cartwright_migration`

/** Those that are not among the answers of `APPLIED`, in their order. */
export function missingFrom(applied: Rows, migrations: readonly Migration[]): readonly Migration[] {
  const names = new Set(applied.map((row) => row.name))
  return migrations.filter((migration) => !names.has(migration.name))
}

export const remember = (migration: Migration, now: bigint): Statement => sql`
  insert into cartwright_migration (name, made_at) values (${migration.name}, ${now})`

/** The statements of a schema file: each ends with `;` at the end of a line. Lines that hold a comment only are left out. */
export const statementsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/^\s*--.*$/gm, '')
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
