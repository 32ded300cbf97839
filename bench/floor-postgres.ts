/** The floor on PostgreSQL: the statements of a trace, straight on `pg`, pipelined and prepared, a connection for each caller. */
import { Client, type QueryConfig, type QueryResult } from 'pg'
import type { Floor } from './engines.ts'
import type { Asked } from './trace.ts'

/** Integers as bigint, everything else as the server wrote it: what the library asks for as well. */
const types = { getTypeParser: (type: number) => (type === 20 || type === 23 ? BigInt : (text: string) => text) }
const BEGIN: QueryConfig = { text: 'begin' }

interface Query extends QueryConfig {
  readonly text: string
  readonly count: bigint | null
}

/** Connects so many callers. */
export async function postgresFloor(connectionString: string, callers: number): Promise<Floor> {
  const clients = Array.from({ length: callers }, () => new Client({ connectionString, pipeline: true, types }))
  await Promise.all(clients.map((client) => client.connect()))
  const free = [...clients]
  const names = new Map<string, string>()

  const queryOf = ({ text, values, count }: Asked): Query => {
    const name = names.get(text) ?? `floor-${names.size}`
    names.set(text, name)
    return { name, text, values, count }
  }

  const fly = (client: Client, queries: readonly QueryConfig[]): Promise<QueryResult[]> => {
    const { stream } = client.connection
    stream.cork()
    const answers = queries.map((query) => client.query(query))
    stream.uncork()
    return Promise.all(answers)
  }

  const batch = async (client: Client, queries: readonly Query[]): Promise<void> => {
    const [, ...answers] = await fly(client, [BEGIN, ...queries])
    for (const [place, { rowCount }] of answers.entries()) {
      const { text, count } = queries[place] as Query
      if (count !== null && BigInt(rowCount ?? 0) !== count) throw new Error(`${rowCount} rows instead of ${count}: ${text}`)
    }
    await client.query('commit')
  }

  const call = async (steps: readonly { readonly isBatch: boolean; readonly queries: readonly Query[] }[]): Promise<void> => {
    const client = free.pop()
    if (client === undefined) throw new Error('more callers than connections')
    for (const { isBatch, queries } of steps) {
      if (isBatch) await batch(client, queries)
      else await fly(client, queries)
    }
    free.push(client)
  }

  return {
    tasksOf: (traced) =>
      traced.map((task) =>
        task.map((steps) => {
          const flights = steps.map(({ kind, asked }) => ({ isBatch: kind === 'batch', queries: asked.map(queryOf) }))
          return () => call(flights)
        }),
      ),
    close: async () => {
      await Promise.all(clients.map((client) => client.end()))
    },
  }
}
