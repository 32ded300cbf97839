import { type FeeRule, type HoldPolicy, parseFeeRule } from 'cartwright'

/** The currency of everything in revers. */
export const CURRENCY = 'RON'

/** The smallest step up of a bid, in bani. */
export const AUCTION_STEP = 500n

/** The environment, read and checked once at the start. */
export interface Settings {
  /** 0 = any free port. Default 3000. */
  readonly port: number
  /** Default 127.0.0.1: to be reached from elsewhere is a decision. */
  readonly host: string
  /** As `openDatabase` of the library takes it. Default `sqlite:data/revers.db`. */
  readonly databaseUrl: string
  /** Signs the session cookie; null = the one kept in the database, made on first start. */
  readonly sessionSecret: string | null
  /** Milliseconds a unique item is kept in a cart. Default 15 minutes for users, 10 for guests. */
  readonly holds: { readonly user: bigint; readonly guest: bigint }
  readonly holdPolicy: HoldPolicy
  readonly protectionFee: FeeRule
  /** False lifts the rate limits, for load tests; what one buyer may hold stays. */
  readonly limits: boolean
  /** Seconds between two rounds of the sweeper; 0 = none in this process. Default 30. */
  readonly sweepSeconds: number
  /** Null: the simulated card provider. */
  readonly stripe: StripeSettings | null
}

export interface StripeSettings {
  readonly secretKey: string
  readonly webhookSecret: string
  /** Where Stripe is; null = where it always is. */
  readonly base: URL | null
}

export type Environment = Readonly<Record<string, string | undefined>>

/** A setting that cannot be used. Its message is one line for the person who starts the shop. */
export class SettingError extends Error {
  constructor(name: string, why: string) {
    super(`${name}: ${why}`)
    this.name = 'SettingError'
  }
}

const FEE_NAME = 'Protecția cumpărătorului'
const SHORTEST_SECRET = 16
const DAY_SECONDS = 86_400

/**
 * Reads the settings of the shop. An empty value counts as absent. Throws `SettingError` for the first value that cannot be used: a shop that
 * guesses what was meant sells at the wrong price.
 *
 * @example
 * readSettings({ PORT: '8080', HOLD_SECONDS: '2' }).port    // 8080
 */
export function readSettings(environment: Environment): Settings {
  const take = (name: string): string | null => environment[name]?.trim() || null
  refuseWhatIsNotBuiltIn(take)
  const hold = wholeNumber('HOLD_SECONDS', take('HOLD_SECONDS'), { from: 1, to: DAY_SECONDS })
  return {
    port: wholeNumber('PORT', take('PORT'), { from: 0, to: 65_535 }) ?? 3000,
    host: take('HOST') ?? '127.0.0.1',
    databaseUrl: databaseUrl(take('DATABASE_URL') ?? 'sqlite:data/revers.db'),
    sessionSecret: secret(take('SESSION_SECRET')),
    holds: { user: BigInt(hold ?? 900) * 1000n, guest: BigInt(hold ?? 600) * 1000n },
    holdPolicy: choice('HOLD_POLICY', take('HOLD_POLICY') ?? 'hard', ['hard', 'soft', 'at-checkout']),
    protectionFee: protectionFee(take('PROTECTION_FEE') ?? '5%+3.00'),
    limits: choice('RATE_LIMIT', take('RATE_LIMIT') ?? 'on', ['on', 'off']) === 'on',
    sweepSeconds: wholeNumber('SWEEP_SECONDS', take('SWEEP_SECONDS'), { from: 0, to: DAY_SECONDS }) ?? 30,
    stripe: stripe(take),
  }
}

/** These names are kept for what is to come; a shop that ignored them would take pretended money for real. */
function refuseWhatIsNotBuiltIn(take: (name: string) => string | null): void {
  if (take('CARRIER_URL') !== null)
    throw new SettingError('CARRIER_URL', 'asking a carrier is not built in yet; unset it to use the table of rates')
}

/** Both keys or none: with one of them, payments could be taken that nobody hears of. What was given is not repeated, because it is secret. */
function stripe(take: (name: string) => string | null): StripeSettings | null {
  const [secretKey, webhookSecret, base] = ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_API_BASE'].map(take)
  if (!secretKey && !webhookSecret) return null
  if (!secretKey) throw new SettingError('STRIPE_SECRET_KEY', 'is needed with STRIPE_WEBHOOK_SECRET')
  if (!webhookSecret) throw new SettingError('STRIPE_WEBHOOK_SECRET', 'is needed with STRIPE_SECRET_KEY')
  if (!/^(sk|rk)_(test|live)_\S+$/.test(secretKey))
    throw new SettingError('STRIPE_SECRET_KEY', 'begins with none of sk_test_, sk_live_, rk_test_, rk_live_')
  if (!/^whsec_\S+$/.test(webhookSecret)) throw new SettingError('STRIPE_WEBHOOK_SECRET', 'does not begin with whsec_')
  return { secretKey, webhookSecret, base: base ? apiBase(base) : null }
}

function apiBase(text: string): URL {
  const url = /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : null
  if (url === null || url.origin !== text.replace(/\/$/, ''))
    throw new SettingError('STRIPE_API_BASE', `"${text}" is not http(s)://<host>, with a port if need be`)
  return url
}

function wholeNumber(name: string, text: string | null, { from, to }: { readonly from: number; readonly to: number }): number | null {
  if (text === null) return null
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= from && value <= to)) throw new SettingError(name, `"${text}" is not a whole number from ${from} to ${to}`)
  return value
}

function choice<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((one) => one === text)
  if (found === undefined) throw new SettingError(name, `"${text}" is none of ${choices.join(', ')}`)
  return found
}

function databaseUrl(text: string): string {
  if (/^sqlite:./.test(text) || (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text))) return text
  // The text itself may hold a password: it is not repeated.
  throw new SettingError('DATABASE_URL', 'is neither sqlite:<path>, sqlite::memory: nor postgres://<host>/<database>')
}

function secret(text: string | null): string | null {
  if (text !== null && text.length < SHORTEST_SECRET)
    throw new SettingError('SESSION_SECRET', `has fewer than ${SHORTEST_SECRET} characters`)
  return text
}

function protectionFee(text: string): FeeRule {
  try {
    return parseFeeRule(text, { code: 'buyer-protection', name: FEE_NAME, currency: CURRENCY })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new SettingError('PROTECTION_FEE', error.message)
  }
}
