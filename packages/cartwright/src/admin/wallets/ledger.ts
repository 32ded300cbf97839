import { z } from 'zod'
import type { Finding } from '../../doctor/finding.ts'
import { type Html, html } from '../../html/html.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import type { ListPage } from '../../list-page.ts'
import type { TransferView } from '../../payments/ledger.ts'
import { count } from '../format.ts'
import { page } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery } from '../list.ts'
import { findingText } from '../overview/finding-words.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { transferColumns } from './transfers.ts'
import { transferItem, transferSchema } from './wallets.ts'
import { WORDS } from './words.ts'

interface LedgerQuery extends ListQuery {
  readonly check?: '1'
}
const query = listQuery<LedgerQuery>({ check: z.literal('1').optional() }, ['newest'])

/** What an examination of the ledger came to; it walks through all of it, so it is made when it is asked for. */
interface Proof {
  readonly rows: number
  readonly findings: readonly Finding[]
}
const TABLES: readonly string[] = ['account', 'transfer']

/** The ledger as a whole: each row takes from one account what it puts into another. */
export const ledger = (admin: Admin): readonly Route[] => [
  route<unknown, LedgerQuery>({
    method: 'GET',
    path: `${admin.path}/ledger`,
    summary: 'All transfers, newest first; with `check=1` the books are examined first',
    needs: 'admin',
    query,
    answer: z.strictObject({ items: z.array(transferSchema), next: z.exactOptional(z.string()) }),
    run: async (call) => {
      const { limit, cursor, check } = call.query
      const list = await admin.shop.wallets.ledger(given({ limit, cursor }))
      const body = { items: list.items.map(transferItem), ...(list.next !== null && { next: list.next }) }
      return { status: 200, body, page: async () => ledgerPage(admin, call, list, check === undefined ? null : await prove(admin)) }
    },
  }),
]

async function prove({ shop }: Admin): Promise<Proof> {
  const rows = new Map<string, number>()
  const all = await shop.doctor({ onProgress: (progress) => rows.set(progress.table, progress.rows) })
  return {
    rows: TABLES.reduce((sum, table) => sum + (rows.get(table) ?? 0), 0),
    findings: all.filter(({ table }) => TABLES.includes(table)),
  }
}

async function ledgerPage(
  admin: Admin,
  call: Call<unknown, LedgerQuery>,
  list: ListPage<TransferView>,
  proof: Proof | null,
): Promise<string> {
  const words = WORDS[call.locale]
  const main = html`<p>${words.checkText}</p>${proof === null ? html`<p><a class="button secondary" href="${hrefOf(admin, 'ledger')}?check=1">${words.check}</a></p>` : verdict(call, proof)}
${drawList<TransferView>(call, {
  caption: words.ledger,
  path: hrefOf(admin, 'ledger'),
  ...list,
  empty: words.noTransfers,
  columns: await transferColumns(admin, call, list.items),
})}`
  return page(admin, call, { title: words.ledger, section: 'ledger', main })
}

function verdict({ locale }: Call, { rows, findings }: Proof): Html {
  const words = WORDS[locale]
  if (findings.length === 0) return html`<p class="flash ok">${words.checked(count(rows, locale))}</p>`
  const found = findings.map((finding) => html`<li><code>${finding.key}</code> ${findingText(finding, locale)}</li>`)
  return html`<div class="faults" role="alert"><h2>${words.broken(count(findings.length, locale))}</h2><ul>${found}</ul></div>`
}
