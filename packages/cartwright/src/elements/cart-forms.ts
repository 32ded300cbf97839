import { isAnswer } from '../client/in-step.ts'
import type { DrawerJson } from '../client/index.ts'
import { postForm } from '../client/post-form.ts'
import { newKey } from '../client/turn.ts'
import type { CartDrawer } from './cart-drawer.ts'
import { emit, find, setting } from './page.ts'
import { ask, fragmentOf, regionOf, show, tell } from './page-cart.ts'
import { twinOf } from './redraw.ts'
import { say } from './say.ts'

/** Takes over every form with `data-cart`: its fields go to its own address, the answer is shown in place. */
export function takeOverForms(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented || !form.matches('[data-cart]')) return
    event.preventDefault()
    if (!form.ariaBusy) void send(form, event.submitter)
  })
}

async function send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  const { cart: act, reload } = form.dataset
  const fields = fieldsOf(form, button)
  if (act === 'add' && !emit('cart:before-add', fields, form)) return
  const action = button?.getAttribute('formaction') ?? form.getAttribute('action') ?? ''
  // `aria-disabled`, not `disabled`: that would drop the focus.
  const setBusy = (value: string | null): void => {
    form.ariaBusy = value
    if (button) button.ariaDisabled = button.ariaBusy = value
  }
  setBusy('true')
  const { status, body } = await ask(action, { method: 'POST', body: fields })
  setBusy(null)
  const isRefused = status >= 400
  if (isRefused) emit('cart:error', body)
  // Nothing came, or nothing that can be shown; or the page has to show what has changed under it. The form goes its own way.
  if (status >= 500 || !isAnswer(body) || (isRefused && reload !== undefined)) {
    // Without a network that way ends at the browser's own error page, so the page stays where it can say so.
    const words = navigator.onLine ? '' : find('[data-offline]')?.dataset.offline
    const place = problemOf(form, false)
    if (words && place) place.textContent = words
    else if (words) say(words)
    else postForm(action, fields)
    return
  }
  // What was typed has done its work; after a refusal it stays.
  if (!isRefused) form.reset()
  show(body)
  const problem = problemOf(form, isRefused)
  if (problem) problem.textContent = isRefused ? body.announce : ''
  if (isRefused) return problem ? undefined : say(body.announce)
  tell(body)
  if (act === 'add') added(form, body)
  else say(body.announce)
}

/** The form's own fields, with a key that both ways of sending share, and the kind of HTML that fits here. */
function fieldsOf(form: HTMLFormElement, button: HTMLElement | null): URLSearchParams {
  const fields = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>)
  fields.set('idempotency_key', newKey())
  fields.set('fragment', fragmentOf())
  return fields
}

/** The place for a refusal beside a form. A refused form that was drawn anew gets back what was typed, and what it was folded into is open. */
function problemOf(form: HTMLFormElement, isRefused: boolean): HTMLElement | null {
  const region = regionOf()
  const drawn = form.isConnected || !region ? form : twinOf(form, region)
  if (!drawn) return null
  if (drawn !== form && isRefused) {
    for (const field of form.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')) {
      const twin = drawn.elements.namedItem(field.name)
      if (twin) (twin as HTMLInputElement).value = field.value
    }
    const details = drawn.closest('details')
    if (details) details.open = true
  }
  return find('[data-problem]', drawn) ?? find(':scope>[data-problem]', drawn.parentElement ?? drawn)
}

function added(form: HTMLFormElement, { announce }: DrawerJson): void {
  const { done } = form.dataset
  // A form may have a second button elsewhere on the page.
  for (const button of [...form.elements]) if (done && button.matches('button')) linkInstead(button as HTMLElement, done)
  const after = setting('after-add', 'open')
  if (after === 'open') void (find('cart-drawer') as CartDrawer | null)?.open?.(true)
  if (after !== 'none') say(announce)
}

/** What is in the cart need not be added again: where the button was is the way to it. */
function linkInstead(button: HTMLElement, text: string): void {
  const link = document.createElement('a')
  link.href = setting('page', '/cart')
  link.className = button.className
  link.dataset.cartOpen = ''
  link.textContent = text
  const had = button === document.activeElement
  button.replaceWith(link)
  if (had) link.focus()
}
