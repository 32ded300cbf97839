import { type App, createApp } from '../../src/app.ts'
import { type Environment, readSettings } from '../../src/settings.ts'

const SITE = 'http://127.0.0.1:3000'
export const PASSWORD = 'parola-demo-1'

/** What a browser got. */
export interface Got {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // Tests look into answers of many shapes; a wrong guess fails the test.
  readonly json: Record<string, never>
}

/** A browser without scripts, with cookies of its own. */
export interface Browser {
  readonly cookies: ReadonlyMap<string, string>
  get(path: string, accept?: string): Promise<Got>
  /** Sends JSON. */
  post(path: string, body?: object): Promise<Got>
  /** Sends a form. */
  submit(path: string, fields: Readonly<Record<string, string>>): Promise<Got>
  login(person: string): Promise<Got>
}

/** The whole shop in memory, freshly seeded, without rate limits. */
export async function openApp(environment: Environment = {}): Promise<App & { browser(cookies?: Browser['cookies']): Browser }> {
  const settings = readSettings({ DATABASE_URL: 'sqlite::memory:', RATE_LIMIT: 'off', SWEEP_SECONDS: '0', ...environment })
  const app = await createApp(settings, (error) => console.error(error))
  return { ...app, browser: (cookies = new Map()) => openBrowser(app, cookies) }
}

function openBrowser(app: App, known: Browser['cookies']): Browser {
  const cookies = new Map(known)
  const send = async (method: string, path: string, accept: string, body?: { type: string; text: string }): Promise<Got> => {
    const headers = new Headers({
      accept,
      ...(method !== 'GET' && { origin: SITE }),
      ...(body !== undefined && { 'content-type': body.type }),
    })
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await app.handle(new Request(SITE + path, { method, headers, ...(body !== undefined && { body: body.text }) }))
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} }
  }
  const post = (path: string, body: object = {}): Promise<Got> =>
    send('POST', path, 'application/json', { type: 'application/json', text: JSON.stringify(body) })
  return {
    cookies,
    get: (path, accept = 'application/json') => send('GET', path, accept),
    post,
    submit: (path, fields) =>
      send('POST', path, 'text/html', { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(fields).toString() }),
    login: (person) => post('/login', { email: `${person}@example.com`, password: PASSWORD }),
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const [name = '', value = ''] = pair.split('=')
  if (/max-age=0/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}
