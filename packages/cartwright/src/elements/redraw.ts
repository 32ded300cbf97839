import { find } from './page.ts'

/** What a form does, and to what: its address and the fields nobody sees, but for the key of one click. */
const deedOf = (form: HTMLFormElement): string =>
  [
    form.getAttribute('action'),
    ...[...form.querySelectorAll<HTMLInputElement>('[type=hidden]:not([name$=key])')].map((field) => field.value),
  ].join()

/** The form that does in the new region what `form` did in the old one. */
export const twinOf = (form: HTMLFormElement, region: ParentNode): HTMLFormElement | undefined =>
  [...region.querySelectorAll('form')].find((one) => deedOf(one) === deedOf(form))

/**
 * Draws a region anew. Focus that was inside stays with the same thing: by id, else by its form; from a line that is gone it goes to the button that
 * removes the next one, else to the heading of the part it was in.
 */
export function redraw(region: HTMLElement, html: string): void {
  const before = document.activeElement as HTMLInputElement
  const had = region.contains(before)
  const line = before.closest('li')
  const removers = [...region.querySelectorAll('[id^="remove-"]')]
  const place = removers.findIndex((one) => line?.contains(one))
  const label = before.closest('[aria-labelledby]')?.getAttribute('aria-labelledby') ?? ''
  region.innerHTML = html
  if (!had) return
  const twin = document.getElementById(before.id) as HTMLInputElement | null
  // What is being typed stays typed.
  if (twin && before.value !== before.defaultValue) twin.value = before.value
  // From the line on; after the last one, backwards from the end.
  const next = place < 0 ? [] : [...removers.slice(place), ...removers.reverse()].map(({ id }) => document.getElementById(id))
  for (const target of [twin, before.form && twinOf(before.form, region)?.querySelector('button'), ...next]) {
    target?.focus()
    // What is folded away takes no focus.
    if (target && target === document.activeElement) return
  }
  focusHeading(region, label)
}

/** Where a reader begins again: the heading that names the part he was in, else the first of the dialog, of the region, or of the page. */
export function focusHeading(region: HTMLElement, label = ''): void {
  const heading = document.getElementById(label) ?? find('h1,h2', region.closest('dialog') ?? region) ?? find('h1')
  if (!heading) return
  heading.tabIndex = -1
  heading.focus()
}
