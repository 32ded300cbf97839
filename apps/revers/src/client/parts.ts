let asked = 0
let shown = 0

/** A part of a page by its name in `data-part`. */
export const partOf = (name: string | undefined, page: ParentNode): HTMLElement | null => page.querySelector(`[data-part="${name}"]`)

/**
 * Asks the server for a page, and puts its parts (`data-part`) in the place of those that are shown. Whether it did: an answer that was overtaken
 * changes nothing, nor does one to a form that was sent again since. Focus stays with the same id.
 */
export async function drawParts(address: string, init?: RequestInit): Promise<boolean> {
  const turn = ++asked
  const text = await fetch(address, init)
    .then((answer) => (answer.ok ? answer.text() : ''))
    .catch(() => '')
  if (!text || turn < (init ? asked : shown)) return false
  shown = turn
  const page = new DOMParser().parseFromString(text, 'text/html')
  const id = document.activeElement?.id ?? ''
  for (const old of document.querySelectorAll<HTMLElement>('[data-part]')) {
    const fresh = partOf(old.dataset.part, page)
    if (fresh && !keepBox(old, fresh)) old.replaceWith(fresh)
  }
  document.getElementById(id)?.focus()
  return true
}

/** The box stays, and only the parts around it change, when what is typed is still being typed or is enough; else it comes anew with the new minimum. */
function keepBox(old: Element, fresh: Element): boolean {
  const [box, next] = [old, fresh].map((part) => part.querySelector<HTMLInputElement>('[name=amount]'))
  if (!box || !next || box.value === box.defaultValue) return false
  const [typed = 0, least = 0] = [box, next].map(({ value }) => Number(value.replace(',', '.')))
  return box === document.activeElement || typed >= least
}

/** Says something through the live region of the page, unless it was said last. */
export function tell(words: string | null | undefined): void {
  const live = document.querySelector('[data-live]')
  if (live && words && live.textContent !== words) live.textContent = words
}
