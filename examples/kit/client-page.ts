import { createCartStore, createClient } from 'cartwright/client'

/** A page that draws the cart by itself. Amounts are shown as the server has written them. */
const store = createCartStore(createClient())
const [list, sentence] = ['ul', '[role=status]'].map((selector) => document.querySelector(selector) as HTMLElement)

store.subscribe(() => {
  const { answer, error } = store.snapshot()
  const lines = answer?.cart.lines ?? []
  list?.replaceChildren(
    ...lines.map(({ id, quantity, product, line_total: total }) => {
      const [item, button] = [document.createElement('li'), document.createElement('button')]
      button.append('Remove')
      button.onclick = () => store.remove(id)
      item.append(`${quantity} × ${product.name}, ${total} `, button)
      return item
    }),
  )
  if (sentence !== undefined) sentence.textContent = error?.code ?? answer?.announce ?? ''
})
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-product]'))
  button.onclick = () => store.add(button.dataset.product ?? '')
await store.refresh()
