import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createElement, type ReactElement } from 'react'
import { renderToString } from 'react-dom/server'
import { createCartStore, type DrawerJson } from '../../src/client/index.ts'
import { CartForm, CartProvider, useCart, useCartLine, useHold } from '../../src/react/index.ts'
import { openClient } from '../client/open-client.ts'
import { type Store, scenario } from '../http/site.ts'

function Badge(): ReactElement {
  const { answer, pending } = useCart()
  return createElement('b', null, `${answer?.count ?? '?'} ${answer?.cart_total ?? ''} ${pending}`)
}

function Line({ id }: { readonly id: string }): ReactElement {
  const line = useCartLine(id)
  const hold = useHold(id)
  return createElement('i', null, line === null ? 'no line' : `${line.product.name} ${hold === null ? '' : `${hold.seconds} ${hold.soon}`}`)
}

const filled = async (store: Store): Promise<DrawerJson> => {
  store.kit.shelf.garment('coat')
  const { client } = openClient(store, 'ana')
  const added = await client.add('garment:coat')
  return added.ok ? added.value : assert.fail(added.error.code)
}
const textOf = (element: ReactElement): string => renderToString(element)

describe('react on the server', () => {
  scenario('shows the cart it is given', async (store) => {
    const initial = await filled(store)
    const { client, sent } = openClient(store, 'ana')
    const page = createElement(
      CartProvider,
      { client, initial },
      createElement(Badge),
      createElement(Line, { id: initial.cart.lines[0]?.id ?? '' }),
    )
    assert.equal(textOf(page), `<b>1 ${initial.cart_total} 0</b><i>${initial.cart.lines[0]?.product.name} 900 false</i>`)
    assert.equal(sent.length, 0)
  })

  scenario('shows a cart nobody knows yet, and lines that are not there', async (store) => {
    const { client } = openClient(store, null)
    assert.equal(
      textOf(createElement(CartProvider, { client }, createElement(Badge), createElement(Line, { id: 'x' }))),
      '<b>?  0</b><i>no line</i>',
    )
  })

  scenario('takes a store that others share', async (store) => {
    await filled(store)
    const shared = createCartStore(openClient(store, 'ana').client)
    await shared.refresh()
    assert.match(textOf(createElement(CartProvider, { store: shared }, createElement(Badge))), /^<b>1 /)
  })

  scenario('writes forms that work before their script is there', async (store) => {
    const { client } = openClient(store, null)
    const form = createElement(CartForm, { action: '/cart/items', className: 'add' }, createElement('button', { type: 'submit' }, 'Add'))
    assert.equal(
      textOf(createElement(CartProvider, { client }, form)),
      '<form class="add" action="/cart/items" method="post"><button type="submit">Add</button></form>',
    )
    assert.throws(() => textOf(form), /CartProvider/)
  })
})
