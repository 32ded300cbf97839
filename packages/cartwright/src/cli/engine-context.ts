import { DEFAULT_CART } from '../cart/cart-rows.ts'
import { type Context, newId, random } from '../context.ts'
import { settingsOf } from '../options.ts'
import { pluginMemory } from '../plugins/plugin-memory.ts'
import type { Database } from '../storage/database.ts'

/**
 * A context for work on the database alone, without products, plug-ins and handlers. What happens is stored as due for the shop's own handlers, and
 * told by the shop's process.
 */
export function engineContext(
  database: Database,
  { currency = 'XXX', maxQuantity = 10n ** 18n }: { currency?: string; maxQuantity?: bigint },
): Context {
  let place = 0n
  const settings = settingsOf({ database, currency, products: {}, limits: { maxQuantity } })
  return {
    db: database,
    clock: () => database.now(),
    newId: () => newId(database.now()),
    nextPlace: () => (place += 1n),
    random,
    options: { ...settings, on: EVERYTHING },
    cartName: DEFAULT_CART,
    memory: pluginMemory(() => database.now(), settings.pluginMemory),
    announce: () => undefined,
  }
}

/** Somebody listens to whatever happens: who really does is known in the shop's process, which passes over what nobody hears. */
const EVERYTHING = new Proxy({}, { get: () => () => undefined })
