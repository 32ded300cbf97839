import { CartForm, useCart, useHold } from 'cartwright/react'
import { createElement as h, type ReactElement } from 'react'

function Line({ id, name }: { readonly id: string; readonly name: string }): ReactElement {
  const { remove } = useCart()
  const hold = useHold(id)
  return h(
    'li',
    null,
    name,
    hold === null ? null : h('span', { className: hold.soon ? 'soon' : 'held' }, ` kept for ${hold.seconds} s `),
    h('button', { type: 'button', onClick: () => remove(id) }, 'Remove'),
  )
}

/** The same on the server and in the browser. */
export function Shop({ products }: { readonly products: readonly { readonly key: string; readonly name: string }[] }): ReactElement {
  const { answer, error } = useCart()
  const lines = answer?.cart.lines ?? []
  return h(
    'div',
    null,
    h('p', { role: 'status' }, error?.code ?? answer?.announce ?? ''),
    h('p', null, `Cart: ${answer?.count ?? 0}, ${answer?.cart_total ?? '0.00'} EUR`),
    h(
      'ul',
      null,
      lines.map(({ id, product }) => h(Line, { key: id, id, name: product.name })),
    ),
    products.map(({ key, name }) =>
      h(
        CartForm,
        { key, action: '/cart/items' },
        h('input', { type: 'hidden', name: 'product', value: key }),
        h('input', { type: 'hidden', name: 'next', value: '/react' }),
        h('button', { type: 'submit' }, `Add ${name}`),
      ),
    ),
  )
}
