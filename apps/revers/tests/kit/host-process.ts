/** The process behind `host.ts`: opens and closes shops as it is told. It ends with the process that started it. */
import { inspect } from 'node:util'
import { type OpenServer, openServer } from '../../src/open-server.ts'
import type { Environment } from '../../src/settings.ts'

export type Task = { readonly name: 'open'; readonly environment: Environment } | { readonly name: 'close'; readonly url: string }

/** What became of a task: the address it was about, or why it failed. */
export type Outcome = { readonly url: string; readonly error?: undefined } | { readonly error: string }

const servers = new Map<string, OpenServer>()

async function carryOut(task: Task): Promise<string> {
  if (task.name === 'open') {
    const server = await openServer(task.environment, (error) => console.error(error))
    servers.set(server.url, server)
    return server.url
  }
  const server = servers.get(task.url)
  if (!server) throw new Error(`no server is open at ${task.url}`)
  servers.delete(task.url)
  await server.close()
  return task.url
}

process.on('message', async ({ id, task }: { id: number; task: Task }) => {
  const outcome = await carryOut(task).then(
    (url): Outcome => ({ url }),
    (error): Outcome => ({ error: inspect(error) }),
  )
  process.send?.({ id, outcome })
})
process.once('disconnect', () => process.exit())
