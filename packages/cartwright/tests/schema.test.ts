import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../src/storage/migrations', import.meta.url))
const ENGINES = ['sqlite', 'postgres'] as const

interface Table {
  readonly columns: Map<string, string>
  readonly primary: string[]
  readonly uniques: string[][]
  readonly references: { own: string[]; table: string; theirs: string[]; text: string }[]
}

const list = (text: string): string[] => text.split(',').map((name) => name.trim())

/** Reads our own frozen files: one definition a line, which is how they are written. */
function tablesOf(engine: string): Map<string, Table> {
  const text = readdirSync(FOLDER)
    .filter((file) => file.endsWith(`.${engine}.sql`))
    .sort()
    .map((file) => readFileSync(`${FOLDER}/${file}`, 'utf8'))
    .join('\n')
  const tables = new Map<string, Table>()
  for (const [, name = '', body = ''] of text.matchAll(/create table (\w+) \(\n([\s\S]*?)\n\)/g)) {
    const table: Table = { columns: new Map(), primary: [], uniques: [], references: [] }
    for (const line of body.split('\n').map((row) => row.trim().replace(/,$/, ''))) {
      const primary = /^primary key \(([^)]*)\)/.exec(line)?.[1]
      const unique = /^unique \(([^)]*)\)/.exec(line)?.[1]
      const foreign = /^foreign key \(([^)]*)\) references (\w+) \(([^)]*)\)/.exec(line)
      if (primary !== undefined) table.primary.push(...list(primary))
      else if (unique !== undefined) table.uniques.push(list(unique))
      else if (foreign !== null)
        table.references.push({ own: list(foreign[1] ?? ''), table: foreign[2] ?? '', theirs: list(foreign[3] ?? ''), text: line })
      else if (!line.startsWith('check')) {
        const [column = '', type = ''] = line.split(' ')
        table.columns.set(column, type)
        if (line.includes('primary key')) table.primary.push(column)
        const inline = /references (\w+) \((\w+)\)/.exec(line)
        if (inline !== null) table.references.push({ own: [column], table: inline[1] ?? '', theirs: [inline[2] ?? ''], text: line })
      }
    }
    tables.set(name, table)
  }
  for (const [, name = '', column = '', type = ''] of text.matchAll(/^alter table (\w+) add column (\w+) (\w+)/gm))
    tables.get(name)?.columns.set(column, type)
  // A table whose checks change is made anew beside the old one and takes its name.
  for (const [, made = '', name = ''] of text.matchAll(/^alter table (\w+) rename to (\w+);$/gm)) {
    const table = tables.get(made)
    assert.ok(table !== undefined && tables.has(name), `${made} takes the place of ${name}`)
    tables.delete(made)
    tables.set(name, table)
  }
  for (const [, name = '', columns = ''] of text.matchAll(/create unique index \w+ on (\w+) \(([^)]*)\)/g))
    tables.get(name)?.uniques.push(list(columns))
  return tables
}

describe('the schema keeps the rules of distributed databases', () => {
  for (const engine of ENGINES) {
    const tables = tablesOf(engine)
    it(`${engine}: is read whole`, () => assert.ok(tables.size >= 18, `only ${tables.size} tables`))

    it(`${engine}: D1, each table has one text key column, first in its primary key`, () => {
      const wrong = [...tables].filter(([, { primary, columns }]) => columns.get(primary[0] ?? '') !== 'text').map(([name]) => name)
      assert.deepEqual(wrong, [])
    })

    it(`${engine}: D2, every unique index holds the key`, () => {
      const wrong = [...tables]
        .filter(([, { primary, uniques }]) => uniques.some((columns) => !columns.includes(primary[0] ?? '')))
        .map(([name]) => name)
      assert.deepEqual(wrong, [])
    })

    it(`${engine}: D3, a foreign key stays inside its aggregate, with the key in the same place`, () => {
      const wrong = [...tables].flatMap(([name, { primary, references }]) =>
        references
          .filter(({ own, table, theirs, text }) => {
            const place = own.indexOf(primary[0] ?? '')
            return place < 0 || theirs[place] !== tables.get(table)?.primary[0] || text.includes('set null') || text.includes('set default')
          })
          .map(() => name),
      )
      assert.deepEqual(wrong, [])
    })
  }

  it('is the same in both engines: tables, columns, keys', () => {
    const [left, right] = ENGINES.map((engine) =>
      [...tablesOf(engine)].map(([name, { columns, primary, uniques, references }]) => ({
        name,
        columns: [...columns.keys()],
        primary,
        uniques,
        references: references.map(({ own, table }) => [own, table]),
      })),
    )
    assert.deepEqual(left, right)
  })

  it('keeps money as whole numbers and quantities exact', () => {
    for (const [name, { columns }] of tablesOf('postgres')) {
      for (const [column, type] of columns) assert.ok(['text', 'int8', 'numeric(38,'].includes(type), `${name}.${column} is ${type}`)
    }
  })
})
