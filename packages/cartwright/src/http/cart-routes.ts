import { productRef } from '../catalog/product.ts'
import { invalidInput } from '../check-input.ts'
import type { Changed, Shop } from '../shop-types.ts'
import { type Change, changeRoute } from './cart-change.ts'
import {
  addBody,
  discountBody,
  fragmentQuery,
  lineBody,
  listFrom,
  noBody,
  noticesBody,
  removeDiscountBody,
  updateBody,
} from './cart-input.ts'
import { cartFacts, drawerJson, type Fragment } from './drawer.ts'
import { stepsForLine, stepsForProduct } from './quantities.ts'
import type { Render } from './render.ts'
import { type Call, type RefusalDetails, type Route, route } from './route.ts'
import { cartSchema, drawerSchema } from './schemas.ts'
import { typedNumbers } from './typed-numbers.ts'
import { cartJson } from './wire.ts'

/**
 * All routes under `/cart`. Reading writes nothing and sends no cookie; the first change that makes a cart gives its buyer a session.
 * Every change answers the drawer answer, a refused one as well; a browser without JavaScript is sent on by 303 with one sentence.
 */
export function cartRoutes(shop: Shop, render: Render): readonly Route[] {
  const named = (call: Call, { view }: Changed, isIt: (line: Line) => boolean): RefusalDetails => {
    const line = [...view.lines, ...view.saved].find(isIt)
    return line === undefined ? {} : { name: render.nameOf?.(line, call.locale) ?? line.product.name }
  }
  const nameOf = (call: Call, changed: Changed, id: string): RefusalDetails => named(call, changed, (line) => line.id === id)
  const change = <Body extends { readonly fragment?: Fragment | undefined }>(row: Change<Body>): Route => changeRoute(shop, render, row)
  return [
    route({
      method: 'GET',
      path: '/cart',
      summary: 'The cart',
      answer: cartSchema,
      run: async (call) => {
        const view = await shop.cart(call.buyer).read()
        const cart = cartJson(view)
        return { status: 200, body: cart, page: () => render.pages.cart(call, cart, cartFacts(view, call, call.flash)) }
      },
    }),
    route({
      method: 'GET',
      path: '/cart/drawer',
      summary: 'The cart as every change answers it',
      query: fragmentQuery,
      answer: drawerSchema,
      run: async (call) => {
        const view = await shop.cart(call.buyer).read()
        const drawer = drawerJson(view, '', { render, call, fragment: call.query.fragment, said: null })
        return { status: 200, body: drawer, page: () => render.pages.cart(call, drawer.cart, cartFacts(view, call, call.flash)) }
      },
    }),
    change({
      path: '/cart/items',
      summary: 'Put a product into the cart',
      body: addBody,
      fromForm: typedNumbers('quantity'),
      limit: 'add',
      does: async (cart, call) => {
        const product = productRef(call.body.product)
        if (product === null) throw invalidInput([{ field: 'product', code: 'format' }])
        const quantity = await stepsForProduct(shop, product, call.body.quantity)
        return cart.add(product, { ...(quantity !== null && { quantity }), ...(call.address !== '' && { address: call.address }) })
      },
      says: 'item_added',
      about: (call, changed) => named(call, changed, ({ product }) => `${product.type}:${product.id}` === call.body.product),
    }),
    ...(['POST', 'PATCH'] as const).map((method) =>
      change({
        method,
        path: '/cart/items/:line',
        summary: 'Set the quantity of a line',
        body: updateBody,
        fromForm: typedNumbers('quantity'),
        does: async (cart, call) =>
          cart.update(lineOf(call), { quantity: await stepsForLine(shop, call.buyer, lineOf(call), call.body.quantity) }),
        says: 'quantity_changed',
        about: (call, changed) => nameOf(call, changed, lineOf(call)),
      }),
    ),
    ...(
      [
        ['POST', '/cart/items/:line/remove'],
        ['DELETE', '/cart/items/:line'],
      ] as const
    ).map(([method, path]) =>
      change({
        method,
        path,
        summary: 'Take a line out of the cart',
        body: noBody,
        does: (cart, call) => cart.remove(lineOf(call)),
        says: 'item_removed',
      }),
    ),
    change({ path: '/cart/clear', summary: 'Empty the cart', body: noBody, does: (cart) => cart.clear(), says: 'cart_cleared' }),
    change({ path: '/cart/renew', summary: 'Extend the holds', body: noBody, does: (cart) => cart.renew(), says: 'holds_renewed' }),
    change({
      path: '/cart/discount',
      summary: 'Apply a discount code',
      body: discountBody,
      limit: 'coupon',
      does: (cart, call) => cart.applyDiscount(call.body.code, call.address === '' ? {} : { address: call.address }),
      says: 'discount_applied',
      keeps: 'code',
      about: (call) => ({ discount: call.body.code }),
    }),
    change({
      path: '/cart/discount/remove',
      summary: 'Take a discount code off',
      body: removeDiscountBody,
      does: (cart, call) => cart.removeDiscount(call.body.code),
      says: 'discount_removed',
    }),
    change({
      path: '/cart/saved',
      summary: 'Save a line for later',
      body: lineBody,
      does: (cart, call) => cart.saveForLater(call.body.line),
      says: 'saved_for_later',
      about: (call, changed) => nameOf(call, changed, call.body.line),
    }),
    change({
      path: '/cart/saved/:line/return',
      summary: 'Put a saved line back into the cart',
      body: noBody,
      limit: 'add',
      does: (cart, call) => cart.returnSaved(lineOf(call)),
      says: 'returned_to_cart',
      about: (call, changed) => nameOf(call, changed, lineOf(call)),
    }),
    change({
      path: '/cart/notices/seen',
      summary: 'Forget notices; without codes all of them',
      body: noticesBody,
      fromForm: (fields) => ({ ...fields, codes: listFrom(fields.codes) }),
      does: (cart, call) => cart.noticesSeen(call.body.codes),
      says: 'notices_seen',
    }),
    change({
      path: '/cart/merge/undo',
      summary: 'Undo the joining of two carts at login',
      body: noBody,
      does: (cart) => cart.undoMerge(),
      says: 'merge_undone',
    }),
  ]
}

type Line = Changed['view']['lines'][number]

const lineOf = (call: Call): string => call.params.line ?? ''
