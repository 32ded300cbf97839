import { emit, find, setting } from './page.ts'
import { refresh, regionOf } from './page-cart.ts'
import { focusHeading } from './redraw.ts'

export interface CartDrawer extends HTMLElement {
  /** Opens it. `drawn`: its lines are those of this moment, so they are not asked for. */
  open(drawn?: boolean): Promise<void>
}

/** `<cart-drawer src="/cart/drawer" page="/cart" after-add="open"><dialog>... <div data-body></div></dialog></cart-drawer>` */
export const cartDrawer = (): CustomElementConstructor =>
  class extends HTMLElement implements CartDrawer {
    connectedCallback(): void {
      document.addEventListener('click', this.#clicked)
      // The events of a dialog do not bubble.
      this.addEventListener('close', this.#closed, true)
    }

    disconnectedCallback(): void {
      document.removeEventListener('click', this.#clicked)
      // Gone, it must leave no page behind that stands still.
      ;(find('dialog', this) as HTMLDialogElement | null)?.close()
    }

    async open(drawn = false): Promise<void> {
      const dialog = this.#dialog
      const { style, clientWidth } = document.documentElement
      if (!dialog || dialog.open) return
      // The page under it stays where it is, and no wider than it was.
      style.paddingInlineEnd = `${innerWidth - clientWidth}px`
      style.overflow = 'hidden'
      dialog.showModal()
      // What is outside of an open dialog is not spoken.
      dialog.append(find('[data-live]') ?? '')
      focusHeading(dialog)
      emit('cart:opened', null)
      if (drawn) return
      const body = find('[data-body]', this)
      body?.setAttribute('aria-busy', 'true')
      if (await refresh()) body?.removeAttribute('aria-busy')
      else location.assign(setting('page', '/cart'))
    }

    /** What the lines stand in; none where the page itself shows them. */
    get #dialog(): HTMLDialogElement | null | undefined {
      return regionOf()?.closest('dialog')
    }

    /** Only a plain click opens it; any other opens the page of the cart where its owner wants it. */
    #clicked = (event: MouseEvent): void => {
      const target = event.target as Element
      const dialog = this.#dialog
      if (target === dialog || (this.contains(target) && target.closest('[data-close]'))) dialog?.close()
      if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      // Without a place for the lines, or where the page itself shows them, the link leads to the cart.
      if (!target.closest('[data-cart-open]') || !dialog) return
      event.preventDefault()
      void this.open()
    }

    #closed = (): void => {
      const { style } = document.documentElement
      style.paddingInlineEnd = style.overflow = ''
      document.body.append(find('[data-live]', this) ?? '')
      // Usually the browser has gone back to where it was opened from; that may be gone by now, and the focus still be in what is shut.
      const { activeElement, body } = document
      if (activeElement === body || this.contains(activeElement)) find('[data-cart-open]')?.focus()
    }
  }
