import { z } from 'zod'
import { invalidInput } from '../../check-input.ts'
import type { ImportedDiscounts } from '../../discounts/import-csv.ts'
import { html } from '../../html/html.ts'
import { type FormState, formState } from '../../http/render.ts'
import { type Answer, type Call, type Route, route } from '../../http/route.ts'
import { proved, staffOf } from '../acts.ts'
import { count } from '../format.ts'
import { field, hidden, tick } from '../forms.ts'
import { page, panel } from '../frame.ts'
import { smallTable } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { asRefusal, FRESH, fieldsSchema, fromForm, readFields } from './fields.ts'
import { discountBoxes, discountFaults, refusedState } from './form.ts'
import { signInNote, tabs } from './parts.ts'
import { reasonText } from './reasons.ts'
import { WORDS } from './words.ts'

/** More are for a program: the page shows them all. */
const MOST_CODES = 10_000

const many = fieldsSchema<{ readonly prefix?: string; readonly count: string }>({
  prefix: z.string().trim().max(20).optional(),
  count: z.string().regex(/^[1-9]\d{0,4}$/),
})
const imported = z.strictObject({
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  bad: z.array(z.strictObject({ line: z.int(), code: z.string().nullable(), reason: z.string() })),
})

/** Many discounts at once: made, read from lines of CSV, and written as a file. */
export const bulk = (admin: Admin): readonly Route[] => [
  route({
    method: 'GET',
    path: `${admin.path}/discounts.csv`,
    summary: 'All discounts as CSV',
    needs: 'admin',
    run: async () => ({
      status: 200,
      body: null,
      raw: { type: 'text/csv; charset=utf-8', content: streamOf(admin.shop.discounts.exportCsv()) },
      headers: { 'content-disposition': 'attachment; filename="discounts.csv"' },
    }),
  }),
  route({
    method: 'GET',
    path: `${admin.path}/discounts/generate`,
    summary: 'The form for many codes that nobody can guess',
    needs: 'admin',
    run: async (call) => ({ status: 200, body: {}, page: () => generatePage(admin, call, formState(FRESH), null) }),
  }),
  route({
    method: 'POST',
    path: `${admin.path}/discounts/generate`,
    summary: 'Make many codes that nobody can guess, and answer them: this once',
    needs: 'admin',
    body: many,
    fromForm,
    answer: z.strictObject({ codes: z.array(z.string()) }),
    run: async (call): Promise<Answer> => {
      await proved(admin, call)
      const { prefix = '', count: wanted, ...sent } = call.body
      const { automatic: __, maxUses, ...rest } = readFields(admin, sent)
      if (Number(wanted) > MOST_CODES) throw invalidInput([{ field: 'count', code: 'range' }])
      const given = { ...rest, ...(maxUses !== null && { maxUses }), prefix: prefix.toUpperCase(), count: Number(wanted) }
      const codes = await asRefusal(() => admin.shop.discounts.createMany(given, staffOf(call)), { code: 'prefix' })
      return { status: 200, body: { codes }, page: () => generatePage(admin, call, formState(FRESH), codes) }
    },
    refused: async (call, error, details) => ({
      status: 422,
      body: null,
      page: () => generatePage(admin, call, refusedState(call, error.code, details), null),
    }),
  }),
  route({
    method: 'GET',
    path: `${admin.path}/discounts/import`,
    summary: 'The form for lines of CSV',
    needs: 'admin',
    run: async (call) => ({ status: 200, body: {}, page: () => importPage(admin, call, formState({}), null) }),
  }),
  route({
    method: 'POST',
    path: `${admin.path}/discounts/import`,
    summary: 'Read discounts from CSV, and say which lines were not taken and why',
    needs: 'admin',
    body: z.strictObject({ csv: z.string().min(1), all: z.enum(['true']).optional() }),
    answer: imported,
    run: async (call): Promise<Answer> => {
      await proved(admin, call)
      const badRows = call.body.all === 'true' ? 'refuse' : 'skip'
      const done = await admin.shop.discounts.importCsv(call.body.csv, { badRows, by: staffOf(call) })
      return { status: 200, body: done, page: () => importPage(admin, call, formState(done.bad.length > 0 ? call.fields : {}), done) }
    },
    refused: async (call, error, details) => ({
      status: 422,
      body: null,
      page: () => importPage(admin, call, refusedState(call, error.code, details), null),
    }),
  }),
]

/** A file that is made while it is sent: however many lines, few are held at once. */
function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const left = pieces[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(file) {
      const { done, value } = await left.next()
      if (done) file.close()
      else file.enqueue(encoder.encode(value))
    },
    async cancel() {
      await left.return?.()
    },
  })
}

function generatePage(admin: Admin, call: Call, form: FormState, codes: readonly string[] | null): string {
  const words = WORDS[call.locale]
  const text = codes?.join('\r\n') ?? ''
  // The file is in the link itself: the codes are asked for nowhere a second time.
  const shown =
    codes === null
      ? ''
      : panel(
          words.generated,
          html`<p class="flash ok" role="status">${words.generatedText(count(codes.length, call.locale))}</p>
<p><a class="button" download="codes.csv" href="data:text/csv;charset=utf-8,${encodeURIComponent(`code\r\n${text}\r\n`)}">${words.download}</a></p>
<label for="codes">${words.generated}</label><textarea class="box" id="codes" rows="8" readonly>${text}</textarea>`,
        )
  const boxes = html`<form class="form" method="post" action="${hrefOf(admin, 'discounts', 'generate')}">${hidden('idempotency_key', form.values.idempotency_key ?? admin.shop.context.newId())}<p>${words.generateText}</p><div class="pair">
${field(call, { name: 'prefix', label: words.prefix, optional: true }, form)}${field(call, { name: 'count', label: words.howMany, inputmode: 'numeric' }, form)}</div>
${discountBoxes(admin, call, form)}${signInNote(call)}<button class="button">${words.generateDo}</button></form>`
  const main = html`${tabs(admin, call, 'generate')}${discountFaults(call, form)}${shown}${boxes}`
  return page(admin, call, { title: words.generate, section: 'discounts', main, faulty: form.refusal !== null })
}

function importPage(admin: Admin, call: Call, form: FormState, done: ImportedDiscounts | null): string {
  const words = WORDS[call.locale]
  const write = (value: number): string => count(value, call.locale)
  const bad =
    done === null || done.bad.length === 0
      ? ''
      : panel(
          words.badRows,
          smallTable(
            words.badRows,
            [
              { label: words.line, cell: ({ line }) => words.lineAt(write(line)) },
              { label: words.code, cell: ({ code }) => code },
              { label: words.why, cell: ({ reason }) => reasonText(reason, call.locale) },
            ],
            done.bad,
          ),
        )
  const said =
    done === null
      ? ''
      : html`<p class="flash ${done.bad.length > 0 ? 'error' : 'ok'}" role="status">${words.imported(write(done.added), write(done.changed), write(done.unchanged))}</p>`
  const main = html`${tabs(admin, call, 'import')}${discountFaults(call, form)}${said}${bad}
<form class="form" method="post" enctype="multipart/form-data" action="${hrefOf(admin, 'discounts', 'import')}"><p>${words.importText}</p>
${field(call, { name: 'csv', label: words.importBox, hint: words.importHint, lines: 12 }, form)}
${tick({ name: 'all', label: words.importAll, on: form.values.all === 'true' })}${signInNote(call)}<button class="button">${words.importDo}</button></form>`
  return page(admin, call, { title: words.import, section: 'discounts', main, faulty: form.refusal !== null })
}
