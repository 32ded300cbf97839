import { invalidInput } from './check-input.ts'
import type { Row } from './storage/statement.ts'

/** Which page of a list for a person, and in which order. */
export interface ListRequest<Sort extends string = string> {
  readonly sort?: Sort
  /** From 1 to 100. Default 50. */
  readonly limit?: number
  /** Where the page before ended: its `next`. Opaque, and good for the same sort and filters only. */
  readonly cursor?: string
}

export interface ListPage<Item> {
  readonly items: readonly Item[]
  /** The cursor of the next page; null at the end. */
  readonly next: string | null
}

/** Where a page ended: the values of the columns it is ordered by, the id last. */
export type Place = readonly (bigint | string)[]

const DEFAULT_LIMIT = 50
const LARGEST_LIMIT = 100
const LONGEST_CURSOR = 1_000

/** How many rows a page has. Refuses with `invalid_input`. */
export function limitOf({ limit = DEFAULT_LIMIT }: ListRequest): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_LIMIT) throw invalidInput([{ field: 'limit', code: 'range' }])
  return limit
}

/** The place a cursor names, of these kinds in this order; null without a cursor. Refuses with `invalid_input` one that is not of this list. */
export function placeOf({ cursor }: ListRequest, kinds: readonly ('bigint' | 'string')[]): Place | null {
  if (cursor === undefined) return null
  const parts = typeof cursor === 'string' && cursor.length <= LONGEST_CURSOR ? partsOf(cursor) : []
  const fits = (part: unknown, kind: string | undefined): part is string =>
    typeof part === 'string' && (kind === 'string' ? part.isWellFormed() && !part.includes('\0') : /^-?\d{1,18}$/.test(part))
  if (parts.length !== kinds.length || !parts.every((part, at) => fits(part, kinds[at])))
    throw invalidInput([{ field: 'cursor', code: 'format' }])
  return parts.map((part, at) => (kinds[at] === 'bigint' ? BigInt(String(part)) : String(part)))
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

const cursorOf = (place: Place): string => Buffer.from(JSON.stringify(place.map(String))).toString('base64url')

/** A page of the rows that were asked for with one too many. */
export function listPage<Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  placeOfRow: (row: Row) => Place,
): ListPage<Item> {
  const last = rows[limit - 1]
  return { items: rows.slice(0, limit).map(itemOf), next: rows.length > limit && last !== undefined ? cursorOf(placeOfRow(last)) : null }
}

/** One of these, or the first of them where nothing was said. Refuses with `invalid_input`. */
export function choiceOf<Choice extends string>(given: Choice | undefined, choices: readonly [Choice, ...Choice[]], field: string): Choice {
  const chosen = given ?? choices[0]
  if (!choices.includes(chosen)) throw invalidInput([{ field, code: 'choice' }])
  return chosen
}
