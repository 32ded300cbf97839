import { type Database, openDatabase, type Shop, type ShopError } from 'cartwright'
import { createHandler, type RefusalDetails, rateLimits, signedCookie, socketAddress, type Visit } from 'cartwright/http'
import { type LotWatch, watchLots } from './auctions/lot-watch.ts'
import { languageOf } from './i18n/locale.ts'
import { migrations } from './migrations.ts'
import { contextWith, pageContext } from './page-context.ts'
import { cardPayments } from './payments/card-payments.ts'
import { scryptPasswords } from './people/passwords.ts'
import { forgetOldLogins, personOf } from './people/people.ts'
import { preferencesOf } from './preferences.ts'
import { startRounds } from './rounds.ts'
import { allRoutes } from './routes/all-routes.ts'
import { seedOnce } from './seed/seed.ts'
import { sessionSecret } from './session-secret.ts'
import type { Settings } from './settings.ts'
import { openShop } from './shop.ts'
import { errorPage } from './views/error-page.ts'
import { loginPage } from './views/sign-in-pages.ts'
import { EMPTY_FORM } from './views/types.ts'

/** The whole shop behind one function. */
export interface App {
  readonly handle: (request: Request) => Promise<Response>
  readonly shop: Shop
  /** Begins to tidy and to finish payments, as often as the settings say; answers how to end it. */
  readonly startRounds: () => () => Promise<void>
  /** The streams of those who watch auctions: they would keep the server from ending. */
  readonly watch: LotWatch
  readonly close: () => Promise<void>
}

/** The shop cannot start. Its message is one line for the person who starts it. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
  }
}

type Log = (error: unknown) => void

// A browser opens six connections to a place, a household has a few of them. Each costs a socket and some kilobytes.
const WATCHERS = { perAddress: 30, inAll: 1_000, lookEvery: 1_000, beatEvery: 15_000 }

/**
 * Opens the database, brings its tables up, seeds it when it is empty, and answers requests from then on. Throws `StartError` when the database cannot
 * be used; one that goes away later is answered with 503 until it is back.
 *
 * @example
 * const app = await createApp(readSettings({ DATABASE_URL: 'sqlite::memory:' }), console.error)
 * const response = await app.handle(new Request('http://127.0.0.1:3000/healthz'))
 */
export async function createApp(settings: Settings, log: Log): Promise<App> {
  const database = open(settings)
  const payments = await cardPayments(database, settings, log)
  const shop = await openShop(database, payments.card, settings, log)
  const passwords = scryptPasswords()
  const secret = await prepare(database, async () => {
    await shop.migrate()
    await database.migrate(migrations)
    await seedOnce(shop, passwords)
    return sessionSecret(shop, settings)
  })
  const watch = watchLots(shop, { ...WATCHERS, ...(settings.limits ? {} : { perAddress: null }) }, log)
  const handle = createHandler(allRoutes(shop, payments, passwords, watch), {
    shop,
    session: signedCookie({ secret, clock: shop.context.clock }),
    identify: ({ token }) => personOf(shop, token),
    locale: (request) => languageOf(preferencesOf(request).locale ?? 'ro'),
    limits: settings.limits ? rateLimits() : null,
    clientAddress: socketAddress,
    errorPage: (visit, error, status, details) => faultPage(shop, visit, error, { status, details }),
    log,
  })
  // Each on its own: one that fails must not keep the others from their work.
  const tidy = async (): Promise<void> => {
    for (const task of [() => shop.sweep(), () => shop.reconcile(), () => forgetOldLogins(shop)]) await task().catch(log)
  }
  const close = (): Promise<void> => {
    watch.close()
    return shop.close()
  }
  return { handle, shop, watch, startRounds: () => startRounds(settings.sweepSeconds, tidy, log), close }
}

function open({ databaseUrl }: Settings): Database {
  try {
    return openDatabase(databaseUrl)
  } catch (error) {
    throw new StartError('the database of DATABASE_URL cannot be opened', { cause: error })
  }
}

/** Does the first work with the database; what the database itself is to blame for becomes one line. */
async function prepare<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const fault = database.faultOf(error)
    const why = fault === 'other' ? await noAnswer(database) : fault
    await database.close()
    if (why === null) throw error
    throw new StartError(`the database of DATABASE_URL cannot be used (${why})`, { cause: error })
  }
}

/** Why a database does not even answer the simplest question, in its own words: a file of another kind, a name it does not know; null when it does. */
const noAnswer = (database: Database): Promise<string | null> =>
  database.ping().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n', 1).join(''),
  )

/** The page of a refusal: whoever has to log in can do so at once. Above 500 the database is not asked, because it may be the fault. */
async function faultPage(
  shop: Shop,
  visit: Visit,
  error: ShopError,
  { status, details }: { status: number; details: RefusalDetails },
): Promise<string> {
  const context = status >= 500 ? contextWith(visit, 0) : await pageContext(shop, visit)
  const again = status >= 500 && visit.request.method === 'GET' ? context.path : undefined
  if (error.code !== 'login_required') return String(errorPage(context, { status, refusal: { code: error.code, details }, again }))
  const next = visit.request.method === 'GET' ? context.path : '/'
  return String(loginPage(context, { next, form: EMPTY_FORM }))
}
