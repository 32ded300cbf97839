import { type Html, html, type Piece } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import type { AdminOrderJson, AuditJson, OverviewJson } from './admin-types.ts'
import { layout } from './layout.ts'
import { amount, dayAndClock } from './parts/amount.ts'
import { type Field, field, hidden } from './parts/form.ts'
import { orderLine, paymentList } from './parts/order-parts.ts'
import { totalsList } from './parts/totals.ts'
import { EMPTY_FORM, type PageContext } from './types.ts'

/** What needs a person, and the small acts that need no page of their own. */
export function adminPage(context: PageContext, { findings, stuck, dead }: OverviewJson): Html {
  const { locale } = context
  const { admin, checkout } = messagesOf(locale)
  const found = findings?.map(
    ({ promise, table, key, id, says }) => html`<li>${promise} · ${table} ${key}${id ? ` ${id}` : ''}: ${says}</li>`,
  )
  const waiting = stuck.map(
    ({ order, amount: sum, currency }) =>
      html`<li class="row"><a href="/admin/orders/${encodeURIComponent(order)}">${checkout.order(order)}</a>${amount(sum, currency, locale)}</li>`,
  )
  const main = html`<section class="panel"><h2>${admin.findings}</h2>
${found === undefined ? html`<p class="meta">${admin.notChecked}</p>` : found.length === 0 ? html`<p class="note ok">${admin.noFindings}</p>` : html`<ul>${found}</ul>`}
<p><a href="/admin?check=1">${admin.check}</a></p></section>
<p>${admin.stuck}: ${stuck.length}</p>${waiting.length > 0 ? html`<ul class="codes">${waiting}</ul>` : ''}
<p>${admin.dead}: ${dead.more ? `${admin.atLeast} ` : ''}${dead.count}</p><p><a href="/admin/audit">${admin.audit}</a></p>
<h2>${admin.order}</h2><form class="narrow" method="get" action="/admin/orders">
${field({ name: 'id', label: admin.orderId, form: EMPTY_FORM, locale, required: true })}<button class="button secondary">${admin.open}</button></form>
${actForm(context, { to: '/admin/claims/release', title: admin.releaseTitle, button: admin.releaseDo, boxes: { product: admin.product, reason: admin.reason } })}
${actForm(context, { to: '/admin/wallets/top-up', title: admin.topUpTitle, button: admin.topUpDo, boxes: { email: admin.email, amount: admin.amount, reason: admin.reason } })}`
  return adminLayout(context, admin.title, main)
}

/** What was done, by whom and why. */
export function auditPage(context: PageContext, { items, next }: AuditJson): Html {
  const { admin, frame } = messagesOf(context.locale)
  const rows = items.map(
    ({
      at,
      actor,
      act,
      key,
      reason,
    }) => html`<tr><td>${dayAndClock(at, context.locale)}</td><td>${actor.role} ${actor.id}</td><td>${act}</td>
<td>${key}</td><td>${reason}</td></tr>`,
  )
  const table = html`<section class="scroll" tabindex="0" aria-label="${admin.audit}"><table><thead><tr><th scope="col">${admin.auditAt}</th>
<th scope="col">${admin.auditWho}</th><th scope="col">${admin.auditAct}</th><th scope="col">${admin.auditAbout}</th><th scope="col">${admin.auditReason}</th></tr></thead>
<tbody>${rows}</tbody></table></section>`
  const more =
    next &&
    html`<nav class="pages" aria-label="${admin.audit}">
<a class="button secondary" rel="next" href="/admin/audit?cursor=${encodeURIComponent(next)}">${frame.more}</a></nav>`
  return adminLayout(context, admin.audit, items.length > 0 ? html`${table}${more}` : html`<p class="meta">${admin.noAudit}</p>`)
}

/** One order with what the staff may do about it. */
export function adminOrderPage(context: PageContext, { order, lines, refunds }: AdminOrderJson): Html {
  const { locale } = context
  const { admin, checkout } = messagesOf(locale)
  const { id, currency } = order
  const path = `/admin/orders/${encodeURIComponent(id)}`
  const parcels = order.parcels.map(
    ({ seller, state, lines: sent }) => html`<section class="parcel"><h2>${seller?.name} <span class="fine">${seller?.id}</span>
<span class="tag plain">${checkout.parcelStates[state]}</span></h2><ul class="lines">${sent.map((line) => orderLine(line, currency, locale))}</ul></section>`,
  )
  const ids = lines.map(
    (line) =>
      html`<li class="row"><span>${line.id} · ${line.name}</span>${amount(line.paid, currency, locale)} / ${amount(line.refunded, currency, locale)}</li>`,
  )
  const given = refunds.map(
    ({ amount: sum, reason, state, at }) =>
      html`<li class="row"><span>${dayAndClock(at, locale)} · ${reason} · ${state}</span>${amount(sum, currency, locale)}</li>`,
  )
  const main = html`<p class="tag plain">${checkout.orderStates[order.state]}</p>${parcels}<ul class="codes">${ids}</ul><ul class="codes">${given}</ul>
${totalsList(order.totals, currency, locale)}${paymentList(order, locale)}
${actForm(context, { to: `${path}/refund`, title: admin.refundTitle, button: admin.refundDo, boxes: { lines: admin.lines, reason: admin.reason } })}
${actForm(context, { to: `${path}/cancel`, title: admin.cancelTitle, button: admin.cancelDo, boxes: { reason: admin.reason } })}
${actForm(context, { to: `${path}/ship`, title: admin.shipTitle, button: admin.shipDo, boxes: { seller: admin.seller } })}
${actForm(context, { to: `${path}/deliver`, title: admin.deliverTitle, button: admin.deliverDo, boxes: { seller: admin.seller } })}`
  return adminLayout(context, admin.orderTitle(order.number), main)
}

/** The forms about a right that was won. */
export function adminWinPage(context: PageContext, id: string): Html {
  const { admin } = messagesOf(context.locale)
  const path = `/admin/wins/${encodeURIComponent(id)}`
  const main = html`${actForm(context, { to: `${path}/revoke`, title: admin.revokeTitle, button: admin.revokeDo, boxes: { reason: admin.reason } })}
${actForm(context, { to: `${path}/transfer`, title: admin.transferTitle, button: admin.transferDo, boxes: { to: admin.transferTo, reason: admin.reason } })}`
  return adminLayout(context, admin.winTitle(id), main)
}

function adminLayout(context: PageContext, title: string, main: Piece): Html {
  const { admin } = messagesOf(context.locale)
  return layout(context, { title, main: html`<p class="crumb"><a href="/admin">${admin.title}</a></p><h1>${title}</h1>${main}` })
}

interface ActForm {
  readonly to: string
  readonly title: string
  readonly button: string
  /** Labels by the names of the boxes; what may stay empty says so in its label. */
  readonly boxes: Readonly<Record<string, string>>
}

const MAY_BE_EMPTY = new Set(['seller', 'lines'])

function actForm({ locale, path }: PageContext, { to, title, button, boxes }: ActForm): Html {
  const place = to.split('/').at(-1)
  const box = (name: string, label: string): Field => ({
    name,
    label,
    locale,
    form: EMPTY_FORM,
    required: !MAY_BE_EMPTY.has(name),
    id: (part) => `${place}-${part}`,
  })
  return html`<h2>${title}</h2><form class="narrow" method="post" action="${to}">${hidden('next', path)}
${Object.entries(boxes).map(([name, label]) => field(box(name, label)))}<button class="button secondary">${button}</button></form>`
}
