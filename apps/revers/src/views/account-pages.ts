import type { OrderProgress } from 'cartwright'
import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { amount } from './parts/amount.ts'
import { orderList } from './parts/order-parts.ts'
import { type InCart, isOpen, winList } from './parts/win-list.ts'
import type { OrderJson, PageContext, WalletJson, WinJson } from './types.ts'

export interface AccountData {
  readonly wallet: WalletJson
  /** The latest few. */
  readonly orders: readonly OrderJson[]
  readonly wins: readonly WinJson[]
}

/** The overview of the account. What waits for a decision comes first. */
export function accountPage(context: PageContext, { wallet, orders, wins }: AccountData): Html {
  const { locale, user } = context
  const { account, checkout } = messagesOf(locale)
  const open = wins.filter(isOpen)
  const main = html`<p class="lead">${account.greeting(user?.name ?? '')}</p>
${open.length > 0 ? html`<section class="panel waiting"><h2>${account.openWins}</h2>${open.every(({ state }) => state === 'unpaid') ? html`<p class="meta">${account.toPayText}</p>` : ''}${winList(open, locale)}</section>` : ''}
<div class="halves"><section class="panel"><h2>${account.balance}</h2>
<p class="price big">${amount(wallet.balance, wallet.currency, locale)}</p><p class="meta">${account.howToSpend}</p><a href="/wallet">${account.wallet}</a></section>
<section class="panel"><h2>${account.profile}</h2><p>${user?.name}<br><span class="meta">${user?.email}</span></p><a href="/account/profile">${account.profileTitle}</a></section></div>
<h2>${account.lastOrders}</h2>
${orders.length > 0 ? html`${orderList(orders, locale)}<p class="ways"><a href="/orders">${account.allOrders}</a></p>` : html`<p class="meta">${checkout.noOrders}</p>`}`
  return accountLayout(context, { title: account.title, main })
}

export interface OrdersData {
  readonly items: readonly OrderJson[]
  /** The cursor of the following page, null at the end. */
  readonly next: string | null
  /** How far the orders are that are shown; null for all. */
  readonly progress: OrderProgress | null
}

export const ORDER_PROGRESS: readonly OrderProgress[] = ['under_way', 'finished', 'cancelled']

/** The buyer's orders, newest first: all of them, or those that are that far. */
export function ordersPage(context: PageContext, { items, next, progress }: OrdersData): Html {
  const { locale } = context
  const { checkout, cart, frame } = messagesOf(locale)
  const more =
    next !== null &&
    html`<nav class="pages" aria-label="${checkout.orders}">
<a class="button secondary" rel="next" href="${ordersPath(progress, next)}">${frame.more}</a></nav>`
  const empty = html`<div class="empty"><h2>${checkout.noOrders}</h2><p>${checkout.noOrdersText}</p>
<a class="button" href="/">${cart.discover}</a></div>`
  const list = items.length > 0 ? html`${orderList(items, locale)}${more}` : html`<p class="meta">${checkout.noneInTab}</p>`
  const main = items.length === 0 && progress === null ? empty : html`${tabs(progress, locale)}${list}`
  return accountLayout(context, { title: checkout.orders, main })
}

function ordersPath(progress: OrderProgress | null, cursor?: string): string {
  const query = new URLSearchParams({ ...(progress && { progress }), ...(cursor !== undefined && { cursor }) }).toString()
  return query === '' ? '/orders' : `/orders?${query}`
}

function tabs(open: OrderProgress | null, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const links = [null, ...ORDER_PROGRESS].map(
    (progress) =>
      html`<li><a href="${ordersPath(progress)}"${progress === open ? html` aria-current="page"` : ''}>${checkout.orderTabs[progress ?? 'all']}</a></li>`,
  )
  return html`<nav aria-label="${checkout.orderTabsLabel}"><ul class="chips">${links}</ul></nav>`
}

/** What was won at auction: what is to be paid or decided, with its term, then what became of the others. */
export function winsPage(context: PageContext, items: readonly WinJson[], inCart: InCart = null): Html {
  const { locale } = context
  const { account, shop } = messagesOf(locale)
  const empty = html`<div class="empty"><h2>${account.noWins}</h2><p>${account.noWinsText}</p>
<a class="button" href="/auctions">${shop.auctionsTitle}</a></div>`
  const part = (heading: string, text: string, wins: readonly WinJson[]): Html =>
    html`${wins.length > 0 ? html`<section class="part"><h2>${heading}</h2>${text ? html`<p class="meta">${text}</p>` : ''}${winList(wins, locale, inCart)}</section>` : ''}`
  const withState = (state: string): WinJson[] => items.filter((win) => win.state === state)
  const main = html`${part(account.toPay, account.toPayText, withState('unpaid'))}${part(account.offers, account.offeredText, withState('offered'))}
${part(
  account.pastWins,
  '',
  items.filter((win) => !isOpen(win)),
)}`
  return accountLayout(context, { title: account.winsTitle, main: items.length > 0 ? main : empty })
}
