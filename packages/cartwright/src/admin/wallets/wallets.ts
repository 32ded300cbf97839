import { z } from 'zod'
import { html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, timeSchema } from '../../http/schemas.ts'
import type { ListPage } from '../../list-page.ts'
import { decimal } from '../../money/money.ts'
import { type AccountView, type ProvedAccount, TRANSFER_KINDS, type TransferView } from '../../payments/ledger.ts'
import { walletAccount } from '../../payments/wallet-rows.ts'
import { amount } from '../format.ts'
import { facts, page, tag } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { type Asked, buyerHint, findOwner, namesOf, ownerName } from '../people.ts'
import { type Admin, hrefOf, paramOf } from '../settings.ts'
import { walletActs, walletForms } from './acts.ts'
import { transferColumns } from './transfers.ts'
import { WORDS } from './words.ts'

interface AccountsQuery extends ListQuery {
  readonly buyer?: string
}
const SORTS = ['name', 'balance'] as const
const accountsQuery = listQuery<AccountsQuery>({ buyer: searchText }, SORTS)

interface TransfersQuery extends ListQuery {
  readonly kind?: TransferView['kind']
}
export const transfersQuery: z.ZodType<TransfersQuery> = listQuery<TransfersQuery>({ kind: z.enum(TRANSFER_KINDS).optional() }, ['newest'])

const accountSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['wallet', 'debt', 'other']),
  user: z.string().nullable(),
  currency: z.string(),
  balance: amountSchema,
  held: amountSchema,
})
const next = z.exactOptional(z.string())
export const transferSchema: z.ZodType = z.strictObject({
  id: z.string(),
  account: z.string(),
  from: z.string(),
  to: z.string(),
  amount: amountSchema,
  currency: z.string(),
  kind: z.enum(TRANSFER_KINDS),
  reference: z.string().nullable(),
  at: timeSchema,
})

/** The accounts of the ledger, one of them with what moved in it, and money in and out. */
export const wallets = (admin: Admin): readonly Route[] => [
  ...walletActs(admin),
  route<unknown, AccountsQuery>({
    method: 'GET',
    path: `${admin.path}/wallets`,
    summary: 'The accounts of the ledger, by name or by balance',
    needs: 'admin',
    query: accountsQuery,
    answer: z.strictObject({ items: z.array(accountSchema), next }),
    run: async (call) => {
      const asked = await findOwner(admin, call, call.query.buyer)
      const list = await readAccounts(admin, call, asked)
      const body = { items: list.items.map(accountItem), ...(list.next !== null && { next: list.next }) }
      return { status: 200, body, page: () => accountsPage(admin, call, list, asked) }
    },
  }),
  route<unknown, TransfersQuery>({
    method: 'GET',
    path: `${admin.path}/wallets/:id`,
    summary: 'One account: its balance, whether its transfers come to it, and the transfers, newest first',
    needs: 'admin',
    query: transfersQuery,
    answer: z.strictObject({ account: accountSchema, balanced: z.boolean(), items: z.array(transferSchema), next }),
    run: async (call) => {
      const { kind, limit, cursor } = call.query
      const account = await admin.shop.wallets.account(paramOf(call))
      const list = await admin.shop.wallets.ledger({ account: account.id, ...given({ kind, limit, cursor }) })
      const body = {
        account: accountItem(account),
        balanced: account.balanced,
        items: list.items.map(transferItem),
        ...(list.next !== null && { next: list.next }),
      }
      return { status: 200, body, page: () => accountPage(admin, call, account, list) }
    },
  }),
]

/** A holder is one account in each currency: the shop's own is shown. */
async function readAccounts({ shop }: Admin, call: Call<unknown, AccountsQuery>, { owner, note }: Asked): Promise<ListPage<AccountView>> {
  if (note !== null) return { items: [], next: null }
  const { limit, cursor, sort } = call.query
  if (owner === undefined) return shop.wallets.accounts(given({ limit, cursor, sort: SORTS.find((one) => one === sort) }))
  const id = walletAccount(owner.replace(/^user:/, ''), shop.context.options.currency)
  const { items } = await shop.wallets.accounts({ from: id, limit: 1 })
  return { items: items.filter((account) => account.id === id), next: null }
}

const accountItem = ({ id, kind, user, currency, balance, held }: AccountView) => ({
  id,
  kind,
  user,
  currency,
  balance: decimal(balance, currency),
  held: decimal(held, currency),
})

export const transferItem = ({ at, amount: minor, ...transfer }: TransferView): object => ({
  ...transfer,
  amount: decimal(minor, transfer.currency),
  at: isoTime(at),
})

const TONES = { wallet: 'info', debt: 'bad', other: 'plain' } as const

async function accountsPage(admin: Admin, call: Call<unknown, AccountsQuery>, list: ListPage<AccountView>, asked: Asked): Promise<string> {
  const words = WORDS[call.locale]
  const { locale } = call
  const names = await namesOf(
    admin,
    list.items.map(({ user }) => `user:${user ?? ''}`),
  )
  const holder = ({ user, id }: AccountView): string => (user === null ? id : ownerName(call, names, `user:${user}`))
  const main = html`${walletForms(admin, call, null)}${drawList<AccountView>(call, {
    caption: words.caption,
    path: hrefOf(admin, 'wallets'),
    ...list,
    note: asked.note,
    empty: words.empty,
    sorts: asked.owner === undefined ? SORTS : [],
    filters: [{ name: 'buyer', label: words.owner, hint: buyerHint(admin, call, words.ownerHint), type: 'search' }],
    href: ({ id }) => hrefOf(admin, 'wallets', id),
    columns: [
      { label: words.owner, cell: holder },
      { label: words.kind, cell: ({ kind }) => tag(words.accounts[kind], TONES[kind]) },
      { label: words.account, sort: 'name', rising: true, cell: ({ id }) => html`<code>${id}</code>` },
      { label: words.balance, numeric: true, sort: 'balance', cell: ({ balance, currency }) => amount(balance, currency, locale) },
      { label: words.held, numeric: true, cell: ({ held, currency }) => amount(held, currency, locale) },
    ],
  })}`
  return page(admin, call, { title: words.caption, section: 'wallets', main })
}

async function accountPage(
  admin: Admin,
  call: Call<unknown, TransfersQuery>,
  account: ProvedAccount,
  list: ListPage<TransferView>,
): Promise<string> {
  const words = WORDS[call.locale]
  const { locale } = call
  const { user, currency } = account
  const names = await namesOf(admin, [`user:${user ?? ''}`])
  const person = names.get(user ?? '')
  const name = user === null ? account.id : ownerName(call, names, `user:${user}`)
  const main = html`${facts([
    [words.owner, person?.email ? `${name} · ${person.email}` : name],
    [words.account, html`<code>${account.id}</code>`],
    [words.balance, amount(account.balance, currency, locale)],
    [words.held, amount(account.held, currency, locale)],
    [words.ledger, account.balanced ? tag(words.balanced, 'ok') : tag(words.unbalanced, 'bad')],
  ])}<div class="after">${account.kind === 'wallet' && user !== null ? walletForms(admin, call, user) : ''}</div>
<h2>${words.transfers}</h2>${drawList<TransferView>(call, {
    caption: words.transfers,
    path: hrefOf(admin, 'wallets', account.id),
    ...list,
    empty: words.noTransfers,
    filters: [{ name: 'kind', label: words.kind, choices: words.kinds }],
    columns: await transferColumns(admin, call, list.items),
  })}`
  return page(admin, call, {
    title: name,
    section: 'wallets',
    main,
    crumbs: [{ label: words.caption, href: hrefOf(admin, 'wallets') }],
    aside: tag(words.accounts[account.kind], TONES[account.kind]),
  })
}
