import type { Notice } from './cart-view.ts'
import type { MergedLine, MergeReport } from './merge-types.ts'

/** What the buyer is told of the lines that did not come along as they were. */
export function noticesOf({ dropped, clamped, saved, summed }: MergeReport): Notice[] {
  const say = (code: string, lines: readonly MergedLine[]): Notice[] =>
    lines.map(({ name, product, reason }) => ({ code, severity: 'warning', details: { name, product, reason: reason ?? '' } }))
  const own = dropped.filter(({ reason }) => reason === 'own_product')
  return [
    ...say('own_product_dropped', own),
    ...say(
      'item_dropped',
      dropped.filter((line) => !own.includes(line)),
    ),
    ...say('quantity_clamped', clamped),
    ...say(
      'moved_to_saved',
      saved.filter(({ reason }) => reason === 'max_lines' || reason === 'strategy'),
    ),
    ...say(
      'hold_limit',
      [...saved, ...summed].filter(({ reason }) => reason === 'hold_limit'),
    ),
  ]
}
