import { ShopError } from '../errors.ts'

/** Checks the name of a cart: `[a-z0-9_-]{1,32}`; another one is refused with `invalid_input`. */
export function cartName(name: string): string {
  if (typeof name !== 'string' || !/^[a-z0-9_-]{1,32}$/.test(name)) throw new ShopError('invalid_input', { field: 'name' })
  return name
}
