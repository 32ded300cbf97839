import assert from 'node:assert/strict'
import { registerHooks } from 'node:module'
import { it } from 'node:test'

/** Does something where these packages are not installed. */
async function without(names: readonly string[], act: () => Promise<void>): Promise<void> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (names.includes(specifier)) throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' })
      return next(specifier, context)
    },
  })
  try {
    await act()
  } finally {
    hooks.deregister()
  }
}

it('what needs a package that is not installed names the command', async () => {
  // Modules of their own: the others on this machine have found their packages already.
  const load = (path: string): Promise<Record<string, (...values: unknown[]) => Promise<unknown>>> => import(`../src/${path}?alone`)
  await without(['stripe', '@hono/node-server', 'pg'], async () => {
    await assert.rejects(load('stripe/stripe-card.ts'), /npm install stripe/)
    const { serveNode } = await load('http/node.ts')
    await assert.rejects(async () => serveNode?.(null, { port: 0, host: '127.0.0.1' }), /npm install @hono\/node-server/)
    const { startPostgres } = await load('testing/postgres-server.ts')
    await assert.rejects(async () => startPostgres?.(), /npm install pg$/) // and not a minute later
  })
})
