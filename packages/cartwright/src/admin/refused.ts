import { ShopError } from '../errors.ts'
import { readFormText } from '../http/form-fields.ts'
import { statusOf } from '../http/problem.ts'
import { checkSent } from '../http/read-request.ts'
import { type FormState, formState } from '../http/render.ts'
import type { Answer, Call, RefusalDetails, Route, Visit } from '../http/route.ts'
import { page } from './frame.ts'
import { refusalText } from './refusal-words.ts'
import type { Admin } from './settings.ts'
import { sentForm, signInPage, type WaitingForm } from './sign-in-page.ts'
import { wordsOf } from './words.ts'

/** A form that was refused, as it was sent. */
interface RefusedForm {
  readonly action: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly state: FormState
}

/** The form that was refused before a page, by the address the page is drawn for. */
const refusedBefore = new WeakMap<URL, RefusedForm>()

/** What was sent by this form, if it was refused before this page: `sent` are its hidden fields, by which forms of one act are told apart. */
export function refusedForm({ url }: Visit, to: string, sent: Readonly<Record<string, string>> = {}): RefusedForm | null {
  const form = refusedBefore.get(url)
  if (form === undefined || decodeURIComponent(form.action) !== decodeURIComponent(to)) return null
  // The key is another one each time.
  const isThis = Object.entries(sent).every(([name, value]) => name === 'key' || (form.fields[name] ?? '') === value)
  return isThis ? form : null
}

/**
 * The form again that waited for the password, filled in as it was sent, on the page it came from; null where there is no such form. It is not carried
 * out: its own button does that, with the key it had.
 */
export async function formAgain(admin: Admin, routes: readonly Route[], call: Call, { to, fields }: WaitingForm): Promise<Answer | null> {
  const found = routeAt(routes, to, 'POST')
  if (found === null) return null
  const text = wordsOf(call).signIn.again
  const sent: Call = { ...call, url: new URL(to, call.url), params: found.params, fields, flash: { kind: 'ok', text } }
  const { row } = found
  if (row.refused !== undefined) return { ...(await row.refused(sent, new ShopError('login_required'), {})), status: 200 }
  const state = formState(fields)
  const form = { action: sent.url.pathname, fields, state }
  for (const way of waysBack(admin, { row, call: sent }, state)) {
    const drawn = await draw(routes, sent, way, form)
    if (drawn !== null) return { status: 200, body: null, page: () => drawn }
  }
  return null
}

/**
 * Routes whose refusals stay with the staff: the page a form was sent from is drawn again with the form as it was sent, a list without what it does not
 * know, and where something is not there, the list it would belong to. Who has to give the password again is asked for it with the form as it was sent.
 */
export const withRefusals = (admin: Admin, routes: readonly Route[]): readonly Route[] =>
  routes.map((row) => ({
    ...row,
    refused: async (call, error, details) => {
      if (error.code === 'login_required')
        return { status: statusOf(error), body: null, page: () => signInPage(admin, call, sentForm(call)) }
      if (row.refused === undefined || error.code === 'not_found') return pageBefore(admin, routes, { row, call, error, details })
      return row.refused(call, error, details)
    },
  }))

interface Refusal {
  readonly row: Route
  readonly call: Call
  readonly error: ShopError
  readonly details: RefusalDetails
}

async function pageBefore(admin: Admin, routes: readonly Route[], refusal: Refusal): Promise<Answer> {
  const { row, call, error, details } = refusal
  const status = statusOf(error)
  const state = formState(call.fields, error.code, details)
  const text = sentence(refusal, state)
  const form = row.method === 'GET' ? null : { action: call.url.pathname, fields: call.fields, state }
  for (const way of waysBack(admin, refusal, state)) {
    const drawn = await draw(routes, { ...call, flash: { kind: 'error', text } }, way, form)
    if (drawn !== null) return { status, body: null, page: () => drawn }
  }
  const visit: Visit = { ...call, flash: { kind: 'error', text } }
  return { status, body: null, page: () => page(admin, visit, { title: wordsOf(call).problem, section: 'overview', main: null }) }
}

function sentence({ row, call, error, details }: Refusal, { errors }: FormState): string {
  const { list, form } = wordsOf(call)
  const text = refusalText(error.code, details, call.locale)
  if (error.code !== 'invalid_input') return text
  if (row.method !== 'GET') return errors.length > 0 ? `${text} ${form.seeBelow}` : text
  const values = errors.filter(({ field }) => field !== 'cursor').map(({ field }) => call.url.searchParams.get(field) ?? field)
  return values.length === 0 ? list.wrongPage : list.wrongFilter(values.join(', '))
}

/** Where to go on, the best first: a form where it came from, a list without what was wrong, then upwards. */
function waysBack({ path }: Admin, { row, call }: Pick<Refusal, 'row' | 'call'>, { errors }: FormState): readonly string[] {
  const { pathname, searchParams } = call.url
  const parts = pathname.slice(path.length).split('/').slice(1)
  const above = parts.map((_, place) => [path, ...parts.slice(0, parts.length - 1 - place)].join('/'))
  if (row.method !== 'GET') return [...(call.next === null ? [] : [call.next]), ...above]
  const wrong = new Set(['cursor', ...errors.map(({ field }) => field)])
  const left = new URLSearchParams([...searchParams].filter(([name]) => !wrong.has(name)))
  return searchParams.size === 0 ? above : [`${pathname}?${left}`, pathname, ...above]
}

/** The page at this address; null where there is none, or it is refused itself. */
async function draw(routes: readonly Route[], call: Call, way: string, form: RefusedForm | null): Promise<string | null> {
  const url = new URL(way, call.url)
  const found = routeAt(routes, url.pathname, 'GET')
  if (found === null) return null
  if (form !== null) refusedBefore.set(url, form)
  const visit: Call = {
    ...call,
    url,
    params: found.params,
    request: new Request(url, { headers: call.request.headers }),
    query: readFormText(url.search.slice(1)),
  }
  try {
    const answer = await found.row.run(checkSent(found.row, visit))
    return (await answer.page?.()) ?? null
  } catch (error) {
    if (error instanceof ShopError) return null
    throw error
  }
}

function routeAt(
  routes: readonly Route[],
  pathname: string,
  method: Route['method'],
): { readonly row: Route; readonly params: Call['params'] } | null {
  const parts = partsOf(pathname)
  for (const row of routes) {
    const names = row.path.split('/')
    if (row.method !== method || names.length !== parts.length) continue
    if (!names.every((name, place) => name.startsWith(':') || name === parts[place])) continue
    const params = names.flatMap((name, place) => (name.startsWith(':') ? [[name.slice(1), parts[place] ?? ''] as const] : []))
    return { row, params: Object.fromEntries(params) }
  }
  return null
}

/** The parts of a path as text; none of a path whose escapes are no text. */
function partsOf(pathname: string): readonly string[] {
  try {
    return pathname.split('/').map(decodeURIComponent)
  } catch {
    return []
  }
}
