import { z } from 'zod'
import type { Discount } from '../../discounts/discount.ts'
import { ShopError } from '../../errors.ts'
import { html } from '../../html/html.ts'
import { type FormState, formState } from '../../http/render.ts'
import { type Call, type RefusalDetails, type Route, route } from '../../http/route.ts'
import { actRoute } from '../acts.ts'
import { moment } from '../format.ts'
import { actForm, field, hidden, tick } from '../forms.ts'
import { facts, page, panel, tag } from '../frame.ts'
import { type Admin, hrefOf, paramOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { AUTOMATIC, asRefusal, FRESH, fieldsOf, fieldsSchema, fromForm, readFields } from './fields.ts'
import { discountBoxes, discountFaults, refusedState } from './form.ts'
import { discountJson, discountSchema, stateOf } from './json.ts'
import { STATE_TONES, signInNote, taken, usesBar } from './parts.ts'
import { WORDS } from './words.ts'

const code = z.string().trim().min(3).max(32)

/** A new discount, and one that is there: what it says, how often it was used, the form that changes it, and its end. */
export const discountPages = (admin: Admin): readonly Route[] => [
  route({
    method: 'GET',
    path: `${admin.path}/discounts/new`,
    summary: 'The form for a new discount',
    needs: 'admin',
    run: async (call) => ({ status: 200, body: {}, page: () => newPage(admin, call, formState(FRESH)) }),
  }),
  actRoute(admin, {
    path: `${admin.path}/discounts/new`,
    summary: 'Make a discount; limits that are not sent are none',
    body: fieldsSchema<{ readonly code: string }>({ code, automatic: AUTOMATIC }),
    fromForm,
    money: true,
    answer: discountSchema,
    back: (call) =>
      hrefOf(
        admin,
        'discounts',
        String(call.fields.code ?? '')
          .trim()
          .toUpperCase(),
      ),
    said: ({ locale }, done) => WORDS[locale].made(String((done as { code: string }).code)),
    does: async ({ body: { code: typed, ...sent }, now }, by) => {
      const discount = await asRefusal(() => admin.shop.discounts.create({ code: typed, ...readFields(admin, sent) }, by))
      return discountJson(discount, admin.shop.context.options.currency, now)
    },
    refused: async (call, error, details) => ({
      status: 422,
      body: null,
      page: () => newPage(admin, call, refusedState(call, error.code, details)),
    }),
  }),
  route({
    method: 'GET',
    path: `${admin.path}/discounts/:code`,
    summary: 'One discount, with the forms that change and end it',
    needs: 'admin',
    answer: discountSchema,
    run: async (call) => {
      const discount = await found(admin, call)
      const body = discountJson(discount, admin.shop.context.options.currency, call.now)
      return { status: 200, body, page: () => discountPage(admin, call, discount, formState(fieldsOf(admin, discount, call))) }
    },
  }),
  actRoute(admin, {
    path: `${admin.path}/discounts/:code`,
    summary: 'Change a discount: it becomes what is sent; limits that are not sent are none',
    body: fieldsSchema({ automatic: AUTOMATIC }),
    fromForm,
    money: true,
    answer: discountSchema,
    back: (call) => hrefOf(admin, 'discounts', paramOf(call, 'code')),
    said: ({ locale }) => WORDS[locale].changed,
    does: async (call, by) => {
      const changed = await asRefusal(() => admin.shop.discounts.change(paramOf(call, 'code'), readFields(admin, call.body), by))
      return discountJson(changed, admin.shop.context.options.currency, call.now)
    },
    refused: (call, error, details) => changeRefused(admin, call, error, details),
  }),
  actRoute(admin, {
    path: `${admin.path}/discounts/:code/end`,
    summary: 'End a discount now',
    body: z.strictObject({}),
    answer: discountSchema,
    back: (call) => hrefOf(admin, 'discounts', paramOf(call, 'code')),
    said: ({ locale }) => WORDS[locale].ended,
    does: async (call, by) => {
      const ended = await admin.shop.discounts.end(paramOf(call, 'code'), by)
      return discountJson(ended, admin.shop.context.options.currency, admin.shop.context.clock())
    },
  }),
]

async function found(admin: Admin, call: Call): Promise<Discount> {
  const discount = await admin.shop.discounts.find(paramOf(call, 'code'))
  if (discount === null) throw new ShopError('not_found')
  return discount
}

async function changeRefused(admin: Admin, call: Call, error: ShopError, details: RefusalDetails) {
  const discount = await found(admin, call)
  return { status: 422, body: null, page: () => discountPage(admin, call, discount, refusedState(call, error.code, details)) }
}

function newPage(admin: Admin, call: Call, form: FormState): string {
  const words = WORDS[call.locale]
  const to = hrefOf(admin, 'discounts', 'new')
  const main = html`${discountFaults(call, form)}<form class="form" method="post" action="${to}">
${field(call, { name: 'code', label: words.code, hint: words.codeHint }, form)}${discountBoxes(admin, call, form)}
${tick({ name: 'automatic', label: words.automatic, on: form.values.automatic === 'true' })}${signInNote(call)}<button class="button">${words.makeDo}</button></form>`
  const crumbs = [{ label: words.title, href: hrefOf(admin, 'discounts') }]
  return page(admin, call, { title: words.make, section: 'discounts', main, crumbs, faulty: form.refusal !== null })
}

function discountPage(admin: Admin, call: Call, discount: Discount, form: FormState): string {
  const words = WORDS[call.locale]
  const { none, yes, no } = wordsOf(call)
  const { locale } = call
  const { currency } = admin.shop.context.options
  const state = stateOf(discount, call.now)
  const to = hrefOf(admin, 'discounts', discount.code)
  const campaign =
    discount.campaign === null
      ? none
      : html`<a href="${hrefOf(admin, 'discounts')}?campaign=${encodeURIComponent(discount.campaign)}">${discount.campaign}</a>`
  const about = facts([
    [words.takes, taken(discount, currency, call)],
    [words.uses, usesBar(discount, discount.code, call)],
    [words.starts, discount.startsAt === null ? words.atOnce : moment(discount.startsAt, admin, locale)],
    [words.ends, discount.endsAt === null ? words.never : moment(discount.endsAt, admin, locale)],
    [words.campaign, campaign],
    [words.automatic, discount.automatic ? yes : no],
  ])
  const end = actForm(call, { to: `${to}/end`, title: words.end, button: words.endDo, reason: false, grave: true })
  const main = html`${discountFaults(call, form)}<section class="panel form">${about}</section>
${state === 'ended' ? '' : html`<div class="acts panel">${end}</div>`}
${panel(
  words.change,
  html`<form class="form" method="post" action="${to}">${hidden('next', to)}${discountBoxes(admin, call, form)}
${tick({ name: 'automatic', label: words.automatic, on: form.values.automatic === 'true' })}${signInNote(call)}<button class="button">${words.changeDo}</button></form>`,
)}`
  return page(admin, call, {
    title: discount.code,
    section: 'discounts',
    main,
    crumbs: [{ label: words.title, href: hrefOf(admin, 'discounts') }],
    aside: tag(words.states[state], STATE_TONES[state]),
    faulty: form.refusal !== null,
  })
}
