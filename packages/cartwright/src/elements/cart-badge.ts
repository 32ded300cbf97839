import { find } from './page.ts'

/**
 * `<cart-badge count="2"><span data-count>2</span><span data-unit data-one=" item" data-other=" items"> items</span></cart-badge>`: the number on the
 * link to the cart. The words follow the number in the page's language: `data-one`, `data-few`, ..., as `Intl.PluralRules` names them.
 */
export const cartBadge = (): CustomElementConstructor =>
  class extends HTMLElement {
    static observedAttributes = ['count']

    attributeChangedCallback(_name: string, _before: string | null, count: string): void {
      const number = find('[data-count]', this)
      if (number) number.textContent = count
      const unit = find('[data-unit]', this)
      if (!unit) return
      const { dataset, textContent } = unit
      unit.textContent =
        dataset[new Intl.PluralRules(document.documentElement.lang || 'en').select(Number(count))] ?? dataset.other ?? textContent
    }
  }
