import { cartOfId } from '../orders/order-rows.ts'
import { isDebt, walletAccount } from '../payments/wallet-rows.ts'
import type { Row, Rows } from '../storage/statement.ts'
import { ordersOfCarts } from './cart-questions.ts'
import { accountPage, accountsOf, balancesOf, debtsMoved, pendingOf, transferPage, transfersAgain } from './ledger-questions.ts'
import { type Asking, among, amount, byText, type Found, teller, text, texts, type Walk } from './look.ts'
import { balanceOf } from './order-money.ts'
import { said } from './sentences.ts'

/** A balance is the sum of its transfers, and what is held is what payments under way have set aside. A balance below zero the database itself refuses. */
export const accounts: Walk = {
  table: 'account',
  page: accountPage,
  again: (rows) => accountsOf(texts(rows, 'id')),
  judge: judgeAccounts,
}

/** The user id behind an account that is kept for one; null for any other. */
function userBehind(account: Row, kind: 'wallet' | 'debt'): string | null {
  const [id, before, after] = [text(account, 'id'), `${kind}:`, `:${account.currency}`]
  return id.startsWith(before) && id.endsWith(after) ? id.slice(before.length, -after.length) : null
}

function* judgeAccounts(rows: Rows): Asking<Found[]> {
  const users = rows.flatMap((row) => userBehind(row, 'wallet') ?? [])
  const debts = rows.filter((row) => userBehind(row, 'debt') !== null)
  const wallets = debts.map((row) => walletAccount(userBehind(row, 'debt') ?? '', text(row, 'currency')))
  const [balances = [], pending = [], moved = []] = yield [
    balancesOf(texts(rows, 'id')),
    among(
      users.map((user) => `user:${user}`),
      pendingOf,
    ),
    among(texts(debts, 'id'), (ids) => debtsMoved(ids, wallets)),
  ]
  const [byAccount, byBuyer] = [byText(balances, 'account'), byText(pending, 'buyer', 'currency')]
  const tell = teller('account', 'id', null)
  return rows.flatMap((row) => {
    const { id, balance, held, currency } = row
    const name = text(row, 'id')
    const sums = byAccount.get(name)
    // The row of a debt says what is owed: money that leaves it makes it larger.
    const sum = isDebt(name) ? -balanceOf(moved, name) : amount(sums, 'balance')
    const aside = amount(sums, 'held')
    const due = amount(byBuyer.get(`user:${userBehind(row, 'wallet')} ${currency}`), 'amount')
    return [
      ...tell(balance !== sum, row, 'P7', said('$1 has $2, its transfers come to $3', id, balance, sum)),
      ...tell(held !== aside, row, 'P7', said('$1 holds $2, its transfers come to $3', id, held, aside)),
      ...tell(held !== due, row, 'P8', said('$1 holds $2, payments under way have set $3 aside', id, held, due)),
    ]
  })
}

const ESCROW = 'escrow:'

/** A transfer moves the currency of its account, and what it moves for an order is for an order that there is. */
export const transfers: Walk = {
  table: 'transfer',
  page: transferPage,
  again: transfersAgain,
  *judge(rows): Asking<Found[]> {
    const escrows = rows.filter((row) => isEscrow(text(row, 'from_account')) || isEscrow(text(row, 'to_account')))
    const carts = [...new Set(escrows.map((row) => cartOfId(text(row, 'reference'))))]
    const [found = [], ordered = []] = yield [accountsOf(texts(rows, 'account')), among(carts, ordersOfCarts)]
    const [byAccount, byOrder] = [byText(found, 'id'), byText(ordered, 'id')]
    const tell = teller('transfer', 'account', 'id')
    return rows.flatMap((row) => {
      const { id, account, currency } = row
      const own = byAccount.get(text(row, 'account'))?.currency
      const escrow = [text(row, 'from_account'), text(row, 'to_account')].find(isEscrow)
      const lost = escrow !== undefined && (escrow !== `${ESCROW}${row.reference}` || !byOrder.has(text(row, 'reference')))
      return [
        ...tell(currency !== own, row, 'P7', said('transfer $1 moves $2, the currency of $3 is $4', id, currency, account, own ?? null)),
        ...tell(lost, row, 'P7', said('transfer $1 moves the money of $2, which is no order', id, escrow)),
      ]
    })
  },
}

const isEscrow = (account: string): boolean => account.startsWith(ESCROW)
