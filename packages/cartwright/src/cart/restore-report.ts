import { quantityText } from '../money/quantity.ts'
import type { Changed } from '../shop-types.ts'
import type { Notice } from './cart-view.ts'

/** What a restore has done: the cart as it is now, and what could not be as the payload had it. */
export interface Restored extends Changed {
  /** Lines left out, by product key, with the code of the refusal, or `currency`, `content_type`. */
  readonly dropped: readonly { readonly product: string; readonly reason: string }[]
  /** Lines with less than was asked for, in whole units as text. */
  readonly clamped: readonly { readonly product: string; readonly wanted: string; readonly quantity: string; readonly reason: string }[]
  /** Codes that were not applied. */
  readonly skipped: readonly { readonly code: string; readonly reason: string }[]
}

/** The report while a restore is decided; `names` of products, by key. */
export type Report = { readonly names: Map<string, string> } & {
  readonly [Part in 'dropped' | 'clamped' | 'skipped']: Restored[Part][number][]
}

/** The line with as much as may be had; null, and left out, when that is nothing. */
export function cut<Line extends { readonly key: string; readonly quantity: bigint; readonly scale: number }>(
  line: Line,
  most: bigint,
  reason: string,
  report: Report,
): Line | null {
  if (most < 1n) {
    report.dropped.push({ product: line.key, reason })
    return null
  }
  const earlier = report.clamped.findIndex((one) => one.product === line.key)
  const wanted = report.clamped[earlier]?.wanted ?? quantityText(line.quantity, line.scale)
  if (earlier >= 0) report.clamped.splice(earlier, 1)
  report.clamped.push({ product: line.key, wanted, quantity: quantityText(most, line.scale), reason })
  return { ...line, quantity: most }
}

export const noticesOf = ({ names, dropped, clamped, skipped }: Report): Notice[] => [
  ...dropped.map(({ product, reason }) => ({
    code: 'item_dropped',
    severity: 'warning' as const,
    details: { product, name: names.get(product) ?? product, reason },
  })),
  ...clamped.map(({ product, wanted, quantity: left }) => ({
    code: 'quantity_clamped',
    severity: 'warning' as const,
    details: { product, name: names.get(product) ?? product, wanted, quantity: left },
  })),
  ...skipped.map(({ code, reason }) => ({
    code: 'discount_dropped',
    severity: 'warning' as const,
    path: `discounts/${code}`,
    details: { code, reason },
  })),
]
