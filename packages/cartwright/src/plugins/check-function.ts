/**
 * Refuses a setting that must be a function and is none, when the shop is made. A class is refused too: calling it would only throw at the first sale.
 * Throws `RangeError` naming the setting, what it is, and what is wanted.
 */
export function checkFunction(setting: string, value: unknown, wanted: string): void {
  const found = kindOf(value)
  if (found !== null) throw new RangeError(`${setting}: is ${found}; wanted is ${wanted}`)
}

/** Refuses a setting that must be an object with these methods. */
export function checkMethods(setting: string, value: unknown, methods: readonly string[]): void {
  if (typeof value !== 'object' || value === null || value instanceof Promise)
    throw new RangeError(`${setting}: is ${kindOf(value) ?? 'a function'}; wanted is an object with ${methods.join(', ')}`)
  for (const method of methods) {
    checkFunction(`${setting}.${method}`, (value as Readonly<Record<string, unknown>>)[method], 'a function')
  }
}

/** What stands there instead of a function; null for a function. */
function kindOf(value: unknown): string | null {
  if (value === undefined) return 'undefined (is its import misspelt? leave the setting out if there is none)'
  if (value === null) return 'null'
  if (value instanceof Promise) return 'a promise (await it first)'
  if (typeof value === 'string') return 'a text (import the thing itself)'
  if (typeof value !== 'function') return `of the type ${typeof value}`
  return /^class\b/.test(Function.prototype.toString.call(value)) ? 'a class (make one and pass its function)' : null
}
