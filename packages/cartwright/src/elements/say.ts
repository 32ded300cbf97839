import { find } from './page.ts'

/** Time for the region to be seen empty, so that the same sentence is spoken twice. */
const PAUSE = 100

const waiting = new Set<string>()

/** Says something through the live region of the page (`[data-live]`). What is said at the same moment is said together. */
export function say(sentence: string | null): void {
  const live = find('[data-live]')
  if (!live || !sentence) return
  live.textContent = ''
  waiting.add(sentence)
  setTimeout(() => {
    if (waiting.size > 0) live.textContent = [...waiting].join(' ')
    waiting.clear()
  }, PAUSE)
}
