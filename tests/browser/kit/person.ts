/** People in front of a browser. Whatever goes wrong in the page while a test runs fails the test, though nobody looked for it. */
import { strict as assert } from 'node:assert'
import type { TestContext } from 'node:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

export interface PersonOptions {
  /** Cookies of somebody who is signed in. Default: a visitor. */
  readonly cookies?: ReadonlyMap<string, string>
  readonly width?: number
  readonly dark?: boolean
  readonly withoutScript?: boolean
  readonly forcedColours?: boolean
  /** Trouble that is the point of the test, as the browser words it. */
  readonly expected?: readonly RegExp[]
}

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
  /** Another tab of the same person. */
  tab(): Promise<Page>
}

// A loaded machine may be slow; a test that waits longer has failed.
const PATIENCE = 10_000
const HEIGHT = 800
/** A phone. */
export const PHONE = 360

const common: BrowserContextOptions = { locale: 'ro-RO', timezoneId: 'Europe/Bucharest', reducedMotion: 'reduce' }

/** A window of its own, as wide as that, in Romanian and on the time of Bucharest whatever the machine has. */
export async function openWindow(browser: Browser, url: string, options: PersonOptions = {}): Promise<BrowserContext> {
  const { cookies = new Map(), width = 1_280, dark, withoutScript, forcedColours } = options
  const context = await browser.newContext({
    ...common,
    baseURL: url,
    viewport: { width, height: HEIGHT },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: !withoutScript,
    ...(forcedColours && { forcedColors: 'active' }),
    ...(width <= PHONE && { hasTouch: true, isMobile: true }),
  })
  context.setDefaultTimeout(PATIENCE)
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  return context
}

/** Opens a window for somebody until the test is over; then what went wrong in it is told. */
export async function openPerson(test: TestContext, browser: Browser, url: string, options: PersonOptions = {}): Promise<Person> {
  const { expected = [] } = options
  const context = await openWindow(browser, url, options)
  const troubles = await watch(context)
  test.after(async () => {
    await context.close()
    const unexpected = troubles.filter((trouble) => !expected.some((pattern) => pattern.test(trouble)))
    assert.deepEqual(unexpected, [], 'what went wrong in the page meanwhile')
  })
  return { page: await context.newPage(), context, tab: () => context.newPage() }
}

/** Collects errors of scripts, what the console calls an error, requests that failed, and what the content security policy kept from happening. */
export async function watch(context: BrowserContext): Promise<readonly string[]> {
  const troubles: string[] = []
  await context.exposeBinding('reportViolation', (_source, text: string) => {
    troubles.push(text)
  })
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, sample }) => {
      const report: unknown = Reflect.get(globalThis, 'reportViolation')
      if (typeof report === 'function') report(`policy: ${violatedDirective} kept out ${blockedURI} ${sourceFile} ${sample}`)
    })
  })
  context.on('weberror', (error) => troubles.push(`script: ${error.error().stack ?? error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // Whoever leaves a page breaks off what it still loads.
    if (reason !== 'net::ERR_ABORTED') troubles.push(`request: ${request.method()} ${request.url()} ${reason}`)
  })
  return troubles
}
