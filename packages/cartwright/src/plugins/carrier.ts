import { hashOf } from '../context.ts'
import { minutes } from '../minutes.ts'
import type { Exponents } from '../money/currencies.ts'
import type { ShippingCalculator, ShippingOption, ShippingQuestion } from '../pricing/shipping.ts'
import { Clock } from '../storage/clock.ts'
import { callCarrier } from './carrier-call.ts'
import { CarrierFault, carrierOptions, carrierQuestion } from './carrier-wire.ts'
import { checkFunction } from './check-function.ts'
import { memory } from './memory.ts'

export interface CarrierSettings {
  /** Where questions are posted, `https:` (or `http:` inside your own network). */
  readonly url: string
  /** Sent with each question, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds for one whole answer. Default 2500; keep it below the shop's `pluginDeadline`, or the fallback comes too late. */
  readonly deadline?: number
  /** Milliseconds an answer is kept for the same question, of whatever cart. 0n = none is. Default 5 minutes. At most some thousand are kept. */
  readonly cache?: bigint
  readonly breaker?: {
    /** After so many failures in a row the carrier is left alone. Default 5. */
    readonly failures?: number
    /** Milliseconds it is left alone; then one question is let through, and its answer decides. Default 30 seconds. */
    readonly rest?: bigint
  }
  /** What is offered when the carrier fails. Default: nothing, the quote is refused with `plugin_failed`. */
  readonly fallback?: {
    /** A local table, such as `tableRates`. */
    readonly calculator: ShippingCalculator
    /** Put behind the name of each option in brackets, for the buyer to read. */
    readonly label: string
  }
  /** Decimals of currencies outside ISO 4217. */
  readonly exponents?: Exponents
  /** For tests: milliseconds, for the cache. */
  readonly clock?: () => bigint
}

/** So many options altogether are kept. */
const ROOM = 20_000

/**
 * Shipping by a carrier over HTTP. It posts `{ currency, place, parcels: [{ seller, value, weight, lines: [{ product, quantity }] }] }` (amounts and
 * quantities as decimal strings, weight in grams; of the buyer nothing but country, county, postal code and locker) and wants status 200 with
 * `{ currency, options: [{ seller, id, name, kind: 'street' | 'locker', price: '14.99', estimate? }] }`.
 *
 * A carrier that hangs, fails, redirects, answers too much or what cannot be (another currency, a negative price, a number for a price, a seller
 * nobody asked about) is never taken at its word and never becomes a zero: the fallback is offered, each option labelled, an `estimate` and a
 * `fallback`; without one the quote is refused with `plugin_failed`. Failures are not kept. After several in a row the carrier is not asked for a while.
 *
 * Throws `RangeError` for settings that are not understood.
 *
 * @example
 * carrier({
 *   url: 'https://rates.example.com/quote',
 *   headers: { authorization: `Bearer ${process.env.CARRIER_KEY}` },
 *   fallback: { calculator: tableRates({ rows }), label: 'estimated' },
 * })
 */
export function carrier(settings: CarrierSettings): ShippingCalculator {
  const { headers = {}, deadline = 2500, cache = minutes(5), fallback, exponents = {}, clock = machineClock() } = settings
  const { failures = 5, rest = 30_000n } = settings.breaker ?? {}
  const address = { url: urlOf(settings.url), headers: headersOf(headers), deadline }
  if (!Number.isInteger(deadline) || deadline < 1) throw new RangeError('carrier: deadline must be whole milliseconds from 1')
  if (typeof cache !== 'bigint' || cache < 0n) throw new RangeError('carrier: cache must be a bigint from 0n, in milliseconds')
  if (!Number.isInteger(failures) || failures < 1) throw new RangeError('carrier: breaker.failures must be a whole number from 1')
  if (typeof rest !== 'bigint' || rest < 1n) throw new RangeError('carrier: breaker.rest must be a bigint from 1n, in milliseconds')
  checkFunction('carrier: clock', clock, 'a function')
  if (fallback !== undefined) {
    checkFunction('carrier: fallback.calculator', fallback.calculator, 'a shipping calculator, a function')
    if (typeof fallback.label !== 'string' || fallback.label === '') throw new RangeError('carrier: fallback.label must be a text')
  }

  const answers = memory<readonly ShippingOption[]>({ clock, life: cache, most: ROOM, weigh: (options) => 1 + options.length })
  let breaker: Promise<Breaker> | null = null
  const fetchOptions = async (question: ShippingQuestion, body: string): Promise<readonly ShippingOption[]> => {
    breaker ??= breakerOf(failures, rest)
    return (await breaker)(async () => carrierOptions(await callCarrier(address, body), question, exponents))
  }

  return async (question) => {
    const body = carrierQuestion(question, exponents)
    try {
      return await answers.ask(hashOf(body), () => fetchOptions(question, body))
    } catch (error) {
      if (fallback !== undefined) return labelled(await fallback.calculator(question), fallback.label)
      throw error
    }
  }
}

/** Calls the carrier, or refuses to while it is left alone. */
type Breaker = <Answer>(call: () => Promise<Answer>) => Promise<Answer>

/** The library is loaded with the first question: a shop without a carrier does not pay for it at every start. */
async function breakerOf(failures: number, rest: bigint): Promise<Breaker> {
  const { ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } = await import('cockatiel')
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof CarrierFault && error.ofTheCarrier),
    { halfOpenAfter: Number(rest), breaker: new ConsecutiveBreaker(failures) },
  )
  return async (call) => {
    try {
      return await breaker.execute(call)
    } catch (error) {
      if (isBrokenCircuitError(error)) throw new CarrierFault('failed too often and is left alone for a while', true, { cause: error })
      throw error
    }
  }
}

const labelled = (options: readonly ShippingOption[], label: string): ShippingOption[] =>
  options.map((option) => ({ ...option, name: `${option.name} (${label})`, estimate: true, fallback: true }))

function urlOf(text: string): URL {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new RangeError('carrier: url must be an address that begins with https:// or http://')
  if (url.username !== '' || url.password !== '') throw new RangeError('carrier: put credentials into headers, not into the url')
  return url
}

function headersOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(new Headers(headers))
  } catch (error) {
    throw new RangeError('carrier: headers must be names and texts that HTTP allows', { cause: error })
  }
}

function machineClock(): () => bigint {
  const machine = new Clock()
  return () => machine.now()
}
