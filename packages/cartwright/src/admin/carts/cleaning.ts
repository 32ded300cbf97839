import { z } from 'zod'
import { type Html, html } from '../../html/html.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { type CartClass, CLASSES, type Cleaned } from '../../upkeep/clean-carts.ts'
import { actRoute } from '../acts.ts'
import { count } from '../format.ts'
import { actForm, field } from '../forms.ts'
import { page, panel } from '../frame.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { WORDS } from './words.ts'

/** Which carts are meant: empty ones; those and visitors'; all. */
const WHICH: Readonly<Record<'empty' | 'guest' | 'all', readonly CartClass[]>> = {
  empty: ['empty'],
  guest: ['empty', 'guest'],
  all: CLASSES,
}
type Which = keyof typeof WHICH

interface Wanted {
  readonly days?: number | undefined
  readonly which?: Which | undefined
}

const days = z
  .string()
  .regex(/^[1-9][0-9]{0,3}$/)
  .transform(Number)
const which = z.enum(['empty', 'guest', 'all'])
const cleaned = z.strictObject({
  seen: z.int(),
  deleted: z.int(),
  emptied: z.int(),
  kept: z.strictObject({ payment: z.int(), win: z.int(), order: z.int() }),
})

/** The removal of carts nobody uses: counted first, done by a form. */
export const cleaning = (admin: Admin): readonly Route[] => [
  route<unknown, Wanted>({
    method: 'GET',
    path: `${admin.path}/carts/clean`,
    summary: 'How many carts a cleaning would remove; with `days` they are counted',
    needs: 'admin',
    query: z.strictObject({ days: days.optional(), which: which.optional() }) as unknown as z.ZodType<Wanted>,
    run: async (call) => {
      const { days: age, which: classes = 'empty' } = call.query
      const found = age === undefined ? null : await admin.shop.cleanCarts({ days: age, classes: WHICH[classes], dryRun: true })
      return { status: 200, body: found ?? {}, page: () => cleaningPage(admin, call, found) }
    },
  }),
  actRoute(admin, {
    path: `${admin.path}/carts/clean`,
    summary: 'Remove carts nobody has used for so many days',
    body: z.strictObject({ days, which }),
    answer: cleaned,
    back: () => hrefOf(admin, 'carts', 'clean'),
    said: ({ locale }, done) => WORDS[locale].cleaned(count((done as Cleaned).deleted + (done as Cleaned).emptied, locale)),
    does: ({ body }) => admin.shop.cleanCarts({ days: body.days, classes: WHICH[body.which] }),
  }),
]

function cleaningPage(admin: Admin, call: Call<unknown, Wanted>, found: Cleaned | null): string {
  const words = WORDS[call.locale]
  const { days: age = 90, which: classes = 'empty' } = call.query
  const main = html`<p>${words.cleaningText}</p><form class="filters" method="get" action="${hrefOf(admin, 'carts', 'clean')}">
${field(call, { name: 'days', label: words.days, value: String(age), inputmode: 'numeric' })}
${field(call, { name: 'which', label: words.which, value: classes, choices: words.classes })}
<button class="button secondary">${words.countThem}</button></form>${found === null ? '' : outcome(admin, call, found, { age, classes })}`
  const crumbs = [{ label: words.caption, href: hrefOf(admin, 'carts') }]
  return page(admin, call, { title: words.cleaning, section: 'carts', main, crumbs })
}

function outcome(
  admin: Admin,
  call: Call,
  { seen, deleted, emptied }: Cleaned,
  { age, classes }: { readonly age: number; readonly classes: Which },
): Html {
  const words = WORDS[call.locale]
  const to = hrefOf(admin, 'carts', 'clean')
  const form = actForm(call, {
    to,
    title: words.clean,
    button: words.cleanDo,
    sent: { days: String(age), which: classes },
    reason: false,
    grave: true,
  })
  return panel(
    words.found(count(deleted + emptied, call.locale)),
    html`<p>${words.seen(count(seen, call.locale))}</p>${deleted + emptied > 0 ? form : ''}`,
  )
}
