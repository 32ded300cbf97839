import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { StorageError } from './faults.ts'

/** Registers the sums of `exact.ts`: quantities of up to 38 digits are TEXT here. */
export function registerExact(handle: DatabaseSync): void {
  handle.function('exact_sum', { deterministic: true }, (left: SQLInputValue, right: SQLInputValue) =>
    left === null || right === null ? null : exactSum(left, right),
  )
  handle.function('exact_sum_at_most', { deterministic: true }, (left: SQLInputValue, right: SQLInputValue, limit: SQLInputValue) =>
    left === null || right === null || limit === null ? null : sumOf(left, right) <= digits(limit) ? 1 : 0,
  )
  handle.function(
    'exact_share',
    { deterministic: true, useBigIntArguments: true },
    (left: SQLInputValue, right: SQLInputValue, whole: SQLInputValue) =>
      left === null || right === null || whole === null ? null : ((digits(left) * digits(right)) / digits(whole)).toString(),
  )
  handle.aggregate('exact_total', {
    start: '0',
    useBigIntArguments: true,
    step: (total: string, value: SQLInputValue) => (BigInt(total) + digits(value)).toString(),
  })
}

function exactSum(left: SQLInputValue, right: SQLInputValue): string {
  const sum = sumOf(left, right)
  if (sum < 0n) throw new StorageError('check', 'a quantity would become negative')
  return sum.toString()
}

const sumOf = (left: SQLInputValue, right: SQLInputValue): bigint => digits(left) + digits(right)

/** A quantity, or a whole number of a column. */
function digits(value: SQLInputValue): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value !== 'string' || !/^-?\d{1,38}$/.test(value))
    throw new StorageError('check', 'a quantity is not a whole number of up to 38 digits')
  return BigInt(value)
}
