import { z } from 'zod'
import { type Html, html, type Piece } from '../html/html.ts'
import type { Call } from '../http/route.ts'
import { type Words, wordsOf } from './words.ts'

/** What a list is asked in its address: all texts; what is left empty is not there. */
export interface ListQuery {
  readonly sort?: string | undefined
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

/** The query of a list: its filters, and where to begin, how many (1 to 100) and in which order. */
export const listQuery = <Query extends ListQuery>(
  filters: Readonly<Record<string, z.ZodType<string | undefined>>>,
  sorts: readonly [string, ...string[]],
): z.ZodType<Query> =>
  z.strictObject({
    ...filters,
    sort: z.enum(sorts).optional(),
    limit: z
      .string()
      .regex(/^(?:[1-9][0-9]?|100)$/)
      .transform(Number)
      .optional(),
    cursor: z.string().max(LONGEST_CURSOR).optional(),
  }) as unknown as z.ZodType<Query>
const LONGEST_CURSOR = 1_000

/** A text to look for. */
export const searchText: z.ZodType<string | undefined> = z.string().trim().min(1).max(200).optional()

/** The parts of a query that an action takes; undefined ones are left out. */
export const given = <Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>
  }

/** One column. `numeric` stands to the right; `sort` names the order by this column, its largest or newest first; `-sort` the other way. */
export interface Column<Item> {
  readonly label: string
  readonly cell: (item: Item) => Piece
  readonly numeric?: boolean
  readonly sort?: string
  /** Its order is the smallest first, such as that of names. */
  readonly rising?: boolean
}

/** One field of the filters: choices make a list to choose from, else a box. */
export interface Filter {
  readonly name: string
  readonly label: string
  readonly choices?: Readonly<Record<string, string>>
  /** What is listed where nothing is chosen, if that is not all. */
  readonly preset?: string
  readonly type?: 'text' | 'search' | 'date'
  readonly hint?: string
}

export interface ListView<Item> {
  /** What the table shows, for those who hear it. */
  readonly caption: string
  /** The address of the list. */
  readonly path: string
  readonly items: readonly Item[]
  readonly next: string | null
  /** The first column names the row, and leads to it where `href` is given. */
  readonly columns: readonly [Column<Item>, ...Column<Item>[]]
  readonly href?: (item: Item) => string | null
  readonly filters?: readonly Filter[]
  /** Orders that can be chosen now; columns of others have no link. */
  readonly sorts?: readonly string[]
  readonly empty?: string
  /** Why nothing is shown, where the search itself could not be done. */
  readonly note?: Piece
}

/** Draws a list: filters, table, the way to the next page. The same for every list, so that who knows one knows all. */
export function drawList<Item>(call: Call<unknown, ListQuery>, view: ListView<Item>): Html {
  const words = wordsOf(call)
  const asked = textsOf(call)
  const filtered = (view.filters ?? []).some(({ name }) => asked[name] !== undefined)
  const { items, next } = view
  const nothing = html`<p class="empty">${view.note ?? (filtered ? words.list.emptyFiltered : (view.empty ?? words.list.empty))}</p>`
  return html`${view.filters ? filterForm(view, asked, words) : ''}${items.length === 0 ? nothing : table(view, asked)}
${next !== null || asked.cursor !== undefined ? pages(view, asked, words) : ''}`
}

type Asked = Readonly<Record<string, string>>

/** What was asked, as it stands in the address: refused fields as well, so that a filter shows what was typed. */
const textsOf = ({ url }: Call): Asked => Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''))

function hrefWith(path: string, asked: Asked, change: Readonly<Record<string, string | null>>): string {
  const all = Object.entries({ ...asked, ...change }).filter((entry): entry is [string, string] => entry[1] !== null)
  return all.length === 0 ? path : `${path}?${new URLSearchParams(all)}`
}

function filterForm<Item>({ path, filters = [] }: ListView<Item>, asked: Asked, words: Words): Html {
  const fields = filters.map(({ name, label, choices, preset, type = 'text', hint }) => {
    const value = asked[name] ?? preset ?? ''
    const control =
      choices === undefined
        ? html`<input class="box" id="filter-${name}" name="${name}" type="${type}" value="${value}" autocomplete="off"${hint ? html` placeholder="${hint}"` : ''}>`
        : html`<select class="box" id="filter-${name}" name="${name}">${preset === undefined ? html`<option value="">${words.list.all}</option>` : ''}${Object.entries(
            choices,
          ).map(([code, word]) => html`<option value="${code}"${code === value ? ' selected' : ''}>${word}</option>`)}</select>`
    return html`<div class="field"><label for="filter-${name}">${label}</label>${control}</div>`
  })
  const clear = filters.some(({ name }) => asked[name] !== undefined) ? html`<a href="${path}">${words.list.clear}</a>` : ''
  return html`<form class="filters" method="get" action="${path}" role="search" aria-label="${words.list.filters}">${fields}${
    asked.sort ? html`<input type="hidden" name="sort" value="${asked.sort}">` : ''
  }<button class="button secondary">${words.list.apply}</button>${clear}</form>`
}

/** What all languages have for nothing. */
const NOTHING = wordsOf({ locale: 'en' }).none

function table<Item>(view: ListView<Item>, asked: Asked): Html {
  const { caption, columns, items, href = () => null } = view
  const [first, ...others] = columns
  const rows = items.map((item) => {
    const to = href(item)
    const name = first.cell(item)
    const cells = others.map(({ label, cell, numeric }) => {
      const content = cell(item)
      // A card of a narrow screen leaves out what is not there.
      const isNothing = content === '' || content === null || content === NOTHING
      return html`<td data-label="${label}"${isNothing ? ' data-nothing' : ''}${numeric ? html` class="number"` : ''}>${content}</td>`
    })
    return html`<tr><th scope="row">${to === null ? name : html`<a href="${to}">${name}</a>`}</th>${cells}</tr>`
  })
  const heads = columns.map((column) => head(view, column, asked))
  return html`<div class="table" tabindex="0" role="region" aria-label="${caption}"><table><caption class="unseen">${caption}</caption>
<thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`
}

/** A link by which the list is ordered by its column; pressed again, the other way. */
function head<Item>(
  { path, sorts = [] }: ListView<Item>,
  { label, numeric, sort, rising: upwards = false }: Column<Item>,
  asked: Asked,
): Html {
  const css = numeric ? html` class="number"` : ''
  if (sort === undefined || !sorts.includes(sort)) return html`<th scope="col"${css}>${label}</th>`
  const current = asked.sort ?? sorts[0]
  const plain = current === sort
  const back = current === `-${sort}`
  const [falling, rising] = upwards ? [back, plain] : [plain, back]
  const to = hrefWith(path, asked, { sort: plain && sorts.includes(`-${sort}`) ? `-${sort}` : sort, cursor: null })
  const order = falling ? html` aria-sort="descending"` : rising ? html` aria-sort="ascending"` : ''
  return html`<th scope="col"${css}${order}><a href="${to}">${label}<span class="arrow" aria-hidden="true">${falling ? '↓' : rising ? '↑' : '↕'}</span></a></th>`
}

function pages<Item>({ path, next }: ListView<Item>, asked: Asked, words: Words): Html {
  const first =
    asked.cursor === undefined
      ? ''
      : html`<a class="button secondary" href="${hrefWith(path, asked, { cursor: null })}">${words.list.first}</a>`
  const more =
    next === null
      ? ''
      : html`<a class="button secondary" rel="next" href="${hrefWith(path, asked, { cursor: next })}">${words.list.next}</a>`
  return html`<nav class="pages" aria-label="${words.list.pages}">${first}${more}</nav>`
}

/** A table without filters and pages, inside a page about one thing. */
export const smallTable = <Item>(
  caption: string,
  columns: ListView<Item>['columns'],
  items: readonly Item[],
  href?: (item: Item) => string | null,
): Html => table({ caption, columns, items, path: '', next: null, ...(href && { href }) }, {})
