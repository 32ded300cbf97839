import type { Row } from '../storage/statement.ts'
import type { EventName, ShopEvent } from './event.ts'

/** The fact a row holds. The quantities of a line are those that the batch itself has found, whoever else changed the line at the same time. */
export function readEvent(row: Row): ShopEvent {
  const key = String(row.key)
  const name = String(row.name) as EventName
  const { added, ...stored } = JSON.parse(String(row.payload)) as Record<string, unknown>
  const found = row.quantity as string | null
  const payload = {
    ...(/^(cart|discount)\./.test(name) && { cart: key }),
    ...stored,
    ...(found !== null &&
      typeof added === 'string' && { line: row.line_id, before: (BigInt(found) - BigInt(added)).toString(), after: found }),
    ...(found !== null && typeof added !== 'string' && 'before' in stored && { before: found }),
  }
  return { id: String(row.id), key, sequence: row.sequence, name, payload, madeAt: row.made_at } as ShopEvent
}
