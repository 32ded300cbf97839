/** A small browser: cookies, an Origin on unsafe methods, JSON or forms. Every answer it gets is held against the HTTP contract. */
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as open } from 'node:http'
import { checkAnswer } from './contract-check.ts'

/** Kept alive and without a limit, so that forty requests at once really are forty. */
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

export interface Answer {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly setCookies: readonly string[]
  readonly bytes: Buffer
  readonly text: string
  /** The parsed body of a JSON answer, else undefined. */
  readonly json: unknown
}

/** What a request carries beyond method and path. */
export interface Extras {
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as a form. */
  readonly form?: Fields
  /** Sent as it is, with this content type; an empty type sends none. */
  readonly raw?: { readonly type: string; readonly bytes: Buffer | string }
  /** The idempotency key. */
  readonly key?: string
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of the server's own origin; null sends none. */
  readonly origin?: string | null
  /** Another server process on the same database. */
  readonly server?: string
}
export type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[]

export interface Client {
  /** The server this browser talks to. */
  readonly url: string
  readonly cookies: Map<string, string>
  send(method: string, path: string, extras?: Extras): Promise<Answer>
  get(path: string, extras?: Extras): Promise<Answer>
  /** Sends JSON. */
  post(path: string, json?: unknown, extras?: Extras): Promise<Answer>
  /** Asks for a page. */
  page(path: string): Promise<Answer>
  /** Sends a form as a browser without scripts does, and answers what came back: a 303, or a page. */
  submit(path: string, form: Fields): Promise<Answer>
  /** Submits, then follows the redirects to the page at the end of them. */
  submitAndFollow(path: string, form: Fields): Promise<Answer>
  /** Another tab, or a thief: the same cookies from now on, but a jar of its own. */
  clone(server?: string): Client
}

const PAGE = 'text/html,application/xhtml+xml'
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Opens a browser without cookies. */
export function openClient(url: string, cookies: ReadonlyMap<string, string> = new Map()): Client {
  const jar = new Map(cookies)

  const send = async (method: string, path: string, extras: Extras = {}): Promise<Answer> => {
    const target = new URL(path, extras.server ?? url)
    const { type, bytes } = bodyOf(extras)
    const headers: Record<string, string> = { accept: extras.accept ?? 'application/json' }
    if (type !== '') headers['content-type'] = type
    if (bytes !== undefined) headers['content-length'] = String(Buffer.byteLength(bytes))
    if (jar.size > 0) headers.cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    if (UNSAFE.has(method) && extras.origin !== null) headers.origin = extras.origin ?? target.origin
    if (extras.key !== undefined) headers['idempotency-key'] = extras.key
    const hadCookies = jar.size > 0
    const answer = await exchange(method, target, { ...headers, ...extras.headers }, bytes)
    for (const line of answer.setCookies) keepCookie(jar, line)
    checkAnswer(answer, { accept: headers.accept ?? '', hadCookies })
    return answer
  }
  const submit = (path: string, form: Fields): Promise<Answer> => send('POST', path, { form, accept: PAGE })
  const page = (path: string): Promise<Answer> => send('GET', path, { accept: PAGE })

  return {
    url,
    cookies: jar,
    send,
    get: (path, extras) => send('GET', path, extras),
    post: (path, json = {}, extras = {}) => send('POST', path, { json, ...extras }),
    page,
    submit,
    async submitAndFollow(path, form) {
      let answer = await submit(path, form)
      for (let hops = 0; answer.status === 303 && hops < 5; hops += 1) answer = await page(answer.headers.location ?? '/')
      return answer
    },
    clone: (server = url) => openClient(server, jar),
  }
}

function bodyOf({ json, form, raw }: Extras): { type: string; bytes?: Buffer | string } {
  if (raw) return raw
  if (json !== undefined) return { type: 'application/json', bytes: JSON.stringify(json) }
  if (form === undefined) return { type: '' }
  const pairs = new URLSearchParams()
  for (const [name, value] of Array.isArray(form) ? form : Object.entries(form)) pairs.append(name, value)
  return { type: 'application/x-www-form-urlencoded', bytes: pairs.toString() }
}

function exchange(method: string, target: URL, headers: Record<string, string>, body: Buffer | string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = open(target, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => resolve(answerOf(method, target, response, Buffer.concat(chunks))))
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The server hung up on an idle connection just as we took it up again: the request never reached it, so a browser sends it anew.
      const isStale = sent.reusedSocket && error.code === 'ECONNRESET'
      if (isStale) exchange(method, target, headers, body).then(resolve, reject)
      else reject(error)
    })
    sent.end(body)
  })
}

function answerOf(method: string, target: URL, response: IncomingMessage, bytes: Buffer): Answer {
  const text = bytes.toString('utf8')
  const isJson = /^application\/(problem\+)?json\b/.test(response.headers['content-type'] ?? '')
  return {
    method,
    path: target.pathname + target.search,
    status: response.statusCode ?? 0,
    headers: response.headers,
    setCookies: response.headers['set-cookie'] ?? [],
    bytes,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
  }
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const cut = pair.indexOf('=')
  const name = pair.slice(0, cut).trim()
  const value = pair.slice(cut + 1).trim()
  const gone = attributes.some((attribute) => {
    const [key = '', date = ''] = attribute.trim().split('=')
    if (key.toLowerCase() === 'max-age') return Number(date) <= 0
    return key.toLowerCase() === 'expires' && Date.parse(date) <= Date.now()
  })
  if (gone) jar.delete(name)
  else jar.set(name, value)
}
