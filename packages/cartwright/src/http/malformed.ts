import { ShopError } from '../errors.ts'

/** The request itself is not well-formed: `invalid_input` with status 400 instead of 422, because no field could be named. */
export class Malformed extends ShopError {
  constructor(options?: ErrorOptions) {
    super('invalid_input', { errors: [] }, options)
    this.name = 'Malformed'
  }
}
