import { z } from 'zod'
import type { CartView, LineView } from '../../cart/cart-view.ts'
import type { CartPayload } from '../../cart/export-cart.ts'
import type { StoredRecord } from '../../cart/search-carts.ts'
import { productKey } from '../../catalog/product.ts'
import { ShopError } from '../../errors.ts'
import { type Html, html, type Piece } from '../../html/html.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { cartSchema } from '../../http/schemas.ts'
import { cartJson } from '../../http/wire.ts'
import { quantity, quantityText } from '../../money/quantity.ts'
import type { StaffCart } from '../../shop-types.ts'
import { actRoute, reason, staffOf } from '../acts.ts'
import { amount, moment } from '../format.ts'
import { actForm } from '../forms.ts'
import { facts, page, panel, tag } from '../frame.ts'
import { smallTable } from '../list.ts'
import { namesOf, ownerName } from '../people.ts'
import { type Admin, hrefOf, paramOf } from '../settings.ts'
import { timeline } from '../timeline.ts'
import { wordsOf } from '../words.ts'
import { totalsTable } from './totals.ts'
import { WORDS } from './words.ts'

const id = z.string().max(200)
const cartAnswer = z.looseObject({ cart: cartSchema })

/** One cart, and what staff may do in it on the buyer's behalf: each change is the buyer's own action, recorded with who did it and why. */
export const cartPages = (admin: Admin): readonly Route[] => [
  route({
    method: 'GET',
    path: `${admin.path}/carts/:id`,
    summary: 'One cart: as it is stored, and while it is open as its buyer sees it',
    needs: 'admin',
    run: async (call) => {
      const seen = await look(admin, call)
      const { record, view, payload } = seen
      const body = { id: record.id, owner: record.owner, state: record.state, cart: view === null ? null : cartJson(view), payload }
      return { status: 200, body, page: () => cartPage(admin, call, seen) }
    },
  }),
  change(admin, 'remove', 'Take a line out of a cart', z.strictObject({ line: id, reason }), (cart, { line }) => cart.remove(line)),
  change(admin, 'quantity', 'Set the quantity of a line', z.strictObject({ line: id, quantity: id, reason }), async (cart, sent) => {
    const { lines } = await cart.read()
    const line = lines.find((one) => one.id === sent.line)
    if (line === undefined) throw new ShopError('item_not_found', { line: sent.line })
    return cart.update(line.id, { quantity: quantity(sent.quantity, line.scale) })
  }),
  change(admin, 'renew', 'Extend the holds of a cart', z.strictObject({ reason }), (cart) => cart.renew()),
]

function change<Body extends { readonly reason: string }>(
  admin: Admin,
  name: string,
  summary: string,
  body: z.ZodType<Body>,
  does: (cart: StaffCart, body: Body) => Promise<{ readonly view: CartView }>,
): Route {
  return actRoute<Body>(admin, {
    path: `${admin.path}/carts/:id/${name}`,
    summary,
    body,
    answer: cartAnswer,
    back: (call) => hrefOf(admin, 'carts', paramOf(call)),
    does: async (call, by) => {
      const cart = await admin.shop.carts.onBehalf(paramOf(call), { by, reason: call.body.reason })
      return { cart: cartJson((await does(cart, call.body)).view) }
    },
  })
}

interface Seen {
  readonly record: StoredRecord
  /** Null for a cart that is closed: it is shown as it was stored. */
  readonly view: CartView | null
  readonly payload: CartPayload | null
  readonly name: string
  readonly email: string | null
}

async function look(admin: Admin, call: Call): Promise<Seen> {
  const { shop } = admin
  const record = await shop.carts.find(paramOf(call))
  const names = await namesOf(admin, [record.owner])
  const person = [...names.values()][0]
  const about = { ...(person?.email && { email: person.email }), ...(person?.roles && { roles: person.roles }) }
  const seen = { record, name: ownerName(call, names, record.owner), email: person?.email ?? null }
  if (record.state !== 'open' && record.state !== 'paying') return { ...seen, view: null, payload: null }
  const cart = await shop.carts.onBehalf(record.id, { by: staffOf(call), about })
  const [view, payload] = await Promise.all([cart.read(), cart.export()])
  return view.id === record.id ? { ...seen, view, payload } : { ...seen, view: null, payload: null }
}

async function cartPage(admin: Admin, call: Call, seen: Seen): Promise<string> {
  const { record, view, payload, name, email } = seen
  const { locale } = call
  const words = WORDS[locale]
  const main = html`${facts([
    [words.owner, email === null ? name : `${name} · ${email}`],
    [words.id, html`<code>${record.id}</code>`],
    [words.name, record.name],
    [words.codes, record.codes.join(', ') || wordsOf(call).none],
    [words.age, moment(record.madeAt, admin, locale)],
    [words.activity, moment(record.usedAt, admin, locale)],
  ])}
${view === null ? storedLines(call, record) : liveLines(admin, call, record, view)}
<div class="columns">${view === null ? '' : panel(words.totals, totalsTable(call, view.totals, view.currency))}
${await timeline(admin, call, record.id, words.timeline)}</div>
${payload === null ? '' : html`<details class="act"><summary class="button secondary">${words.copy}</summary><pre tabindex="0">${JSON.stringify(payload, null, 2)}</pre></details>`}`
  return page(admin, call, {
    title: words.title(name),
    section: 'carts',
    main,
    crumbs: [{ label: words.caption, href: hrefOf(admin, 'carts') }],
    aside: tag(words.states[record.state]),
  })
}

function storedLines(call: Call, { lines, currency }: StoredRecord): Html {
  const words = WORDS[call.locale]
  if (lines.length === 0) return html`<p class="empty">${wordsOf(call).list.empty}</p>`
  return panel(
    words.lines,
    smallTable(
      words.lines,
      [
        { label: words.line, cell: ({ product }) => product.name },
        { label: words.quantity, numeric: true, cell: (line) => quantityText(line.quantity, line.scale) },
        { label: words.price, numeric: true, cell: ({ unitPrice }) => amount(unitPrice, currency, call.locale) },
      ],
      lines,
    ),
  )
}

const TONES = { ok: 'ok', expired: 'warn', unavailable: 'bad', price_changed: 'info' } as const

function liveLines(admin: Admin, call: Call, { id: cart }: StoredRecord, view: CartView): Html {
  const words = WORDS[call.locale]
  const { locale } = call
  if (view.lines.length + view.saved.length === 0) return html`<p class="empty">${wordsOf(call).list.empty}</p>`
  const table = (title: string, lines: readonly LineView[]): Html =>
    panel(
      title,
      smallTable<LineView>(
        title,
        [
          {
            label: words.line,
            cell: ({ product }) => (product.url === null ? product.name : html`<a href="${product.url}">${product.name}</a>`),
          },
          { label: words.state, cell: ({ state }) => tag(words.lineStates[state], TONES[state]) },
          { label: words.quantity, numeric: true, cell: (line) => quantityText(line.quantity, line.scale) },
          { label: words.price, numeric: true, cell: ({ unitPrice }) => amount(unitPrice, view.currency, locale) },
          { label: words.total, numeric: true, cell: ({ total }) => amount(total, view.currency, locale) },
          { label: words.held, cell: ({ heldUntil }) => (heldUntil === null ? wordsOf(call).none : moment(heldUntil, admin, locale)) },
          { label: words.acts, cell: (line) => (view.paying ? wordsOf(call).none : lineActs(admin, call, cart, line)) },
        ],
        lines,
      ),
    )
  const held = view.lines.some(({ kind, heldUntil }) => kind === 'item' && heldUntil !== null && heldUntil > view.now)
  const renew = actForm(call, {
    to: hrefOf(admin, 'carts', cart, 'renew'),
    title: words.renew,
    button: words.renew,
    before: html`<p class="fine">${words.renewText}</p>`,
  })
  return html`${view.lines.length > 0 ? table(words.lines, view.lines) : ''}${view.saved.length > 0 ? table(words.saved, view.saved) : ''}
${held && !view.paying ? html`<div class="acts panel">${renew}</div>` : ''}`
}

function lineActs(admin: Admin, call: Call, cart: string, line: LineView): Piece {
  const words = WORDS[call.locale]
  const to = (act: string): string => hrefOf(admin, 'carts', cart, act)
  const sent = { line: line.id }
  const own = (act: string): string => `${act}-${line.id}`
  const remove = actForm(call, { to: to('remove'), title: words.remove, button: words.removeDo, sent, grave: true, id: own('remove') })
  const set = actForm(call, {
    to: to('quantity'),
    title: words.setQuantity,
    button: words.setQuantity,
    sent,
    id: own('quantity'),
    fields: [{ name: 'quantity', label: words.quantity, value: quantityText(line.quantity, line.scale), inputmode: 'decimal' }],
  })
  const product = productKey(line.product)
  const release = actForm(call, {
    to: hrefOf(admin, 'claims', 'release'),
    title: words.release,
    button: words.releaseDo,
    sent: { product },
    id: own('release'),
  })
  const isHeld = line.unique && line.kind === 'item' && line.heldUntil !== null && line.heldUntil > call.now
  return html`<div class="acts">${line.unique ? '' : set}${isHeld ? release : ''}${remove}</div>`
}
