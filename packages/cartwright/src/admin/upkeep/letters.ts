import { z } from 'zod'
import type { DeadLetter } from '../../events/history.ts'
import { shownTarget } from '../../events/targets.ts'
import { html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { timeSchema } from '../../http/schemas.ts'
import { actRoute } from '../acts.ts'
import { count, moment } from '../format.ts'
import { quickAct } from '../forms.ts'
import { page } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { WORDS } from './words.ts'

interface LettersQuery extends ListQuery {
  readonly key?: string
}

const answer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      key: z.string(),
      name: z.string(),
      target: z.string(),
      tries: z.int(),
      failure: z.string(),
      at: timeSchema,
    }),
  ),
  next: z.exactOptional(z.string()),
})

const named = z.string().min(1).max(400)

/** Events that a handler or a webhook could not be told of, and the button that tries again. */
export const letters = (admin: Admin): readonly Route[] => [
  route<unknown, LettersQuery>({
    method: 'GET',
    path: `${admin.path}/letters`,
    summary: 'Events nobody could be told of after all tries; of one cart, product or account',
    needs: 'admin',
    query: listQuery<LettersQuery>({ key: searchText }, ['key']),
    answer,
    run: async (call) => {
      const { key, limit = 50, cursor } = call.query
      const found = await admin.shop.events.dead(given({ key, limit, cursor }))
      const body = { items: found.items.map(letterItem), ...(found.next !== null && { next: found.next }) }
      return { status: 200, body, page: () => lettersPage(admin, call, found) }
    },
  }),
  actRoute(admin, {
    path: `${admin.path}/letters/retry`,
    summary: 'Try again to tell of an event',
    body: z.strictObject({ key: named, id: named }),
    answer: z.strictObject({ id: z.string() }),
    back: () => hrefOf(admin, 'letters'),
    said: ({ locale }) => WORDS[locale].retried,
    does: async ({ body: { key, id } }) => {
      await admin.shop.events.retry(key, id)
      return { id }
    },
  }),
]

const letterItem = ({ event: { id, key, name, madeAt }, target, tries, failure }: DeadLetter) => ({
  id,
  key,
  name,
  target: shownTarget(target),
  tries,
  failure,
  at: isoTime(madeAt),
})

function lettersPage(
  admin: Admin,
  call: Call<unknown, LettersQuery>,
  { items, next }: { readonly items: readonly DeadLetter[]; readonly next: string | null },
): string {
  const words = WORDS[call.locale]
  const { locale } = call
  const retry = ({ event }: DeadLetter) =>
    quickAct(call, {
      to: hrefOf(admin, 'letters', 'retry'),
      button: words.retry,
      sent: { key: event.key, id: event.id },
      name: event.name,
    })
  const main = drawList<DeadLetter>(call, {
    caption: words.lettersCaption,
    path: hrefOf(admin, 'letters'),
    items,
    next,
    empty: words.lettersEmpty,
    filters: [{ name: 'key', label: words.key, type: 'search' }],
    columns: [
      { label: words.event, cell: ({ event }) => html`<bdi dir="ltr">${event.name}</bdi>` },
      { label: words.key, cell: ({ event }) => html`<code>${event.key}</code>` },
      { label: words.target, cell: ({ target }) => (target === 'handlers' ? words.handlers : html`<code>${shownTarget(target)}</code>`) },
      { label: words.tries, numeric: true, cell: ({ tries }) => count(tries, locale) },
      { label: words.failure, cell: ({ failure }) => failure },
      { label: words.madeAt, cell: ({ event }) => moment(event.madeAt, admin, locale) },
      { label: words.act, cell: retry },
    ],
  })
  return page(admin, call, { title: words.letters, section: 'letters', main })
}
