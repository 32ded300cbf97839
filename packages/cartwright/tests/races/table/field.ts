import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { CardOutcome, Database, ErrorCode, ProductRef } from '../../../src/index.ts'
import { openDatabase } from '../../../src/index.ts'
import { postgres } from '../../../src/storage/postgres.ts'
import { assertInvariants } from '../../../src/testing/contract/invariants.ts'
import { type Kit, openKit } from '../../../src/testing/contract/kit.ts'
import { simulatedCard } from '../../../src/testing/contract/simulated-card.ts'
import { restoreTables } from '../../../src/testing/contract/tables.ts'
import { startProxy } from '../../../src/testing/postgres-proxy.ts'
import type { Described, Shelf } from '../../../src/testing/products.ts'
import { newPostgres, temporaryFolder } from '../../storage/open-databases.ts'
import type { Act, ActName, Answer, Outcome, PlainOptions } from './acts.ts'
import type { Fleet } from './fleet.ts'
import { rulesOf } from './rules.ts'

/** Where races are run: which database, how many processes, and by how many milliseconds each statement comes later. */
export interface Place {
  readonly name: string
  readonly engine: 'sqlite' | 'postgres'
  readonly processes: number
  readonly delay: number
}

/** A database for one race at a time. */
export interface Ground {
  readonly database: Database
  /** What the processes are told; it may lead through the proxy. */
  readonly address: string
  close(): Promise<void>
}

export async function openGround({ engine, delay }: Place): Promise<Ground> {
  if (engine === 'sqlite') {
    const folder = await temporaryFolder()
    const address = `sqlite:${join(folder.path, 'shop.db')}`
    const database = openDatabase(address)
    return { database, address, close: () => database.close().then(folder.remove) }
  }
  const target = await newPostgres()
  const database = postgres({ connectionString: target, max: 8 })
  if (delay === 0) return { database, address: target, close: () => database.close() }
  const proxy = await startProxy({ target })
  proxy.delay(delay)
  return { database, address: proxy.url, close: () => database.close().then(proxy.close) }
}

/** What else a race may be told. */
export interface Conditions {
  /** Done by each process, besides its share of the acts. */
  readonly everywhere?: readonly Act[]
  /** The time by the clock of a process; default the kit's. */
  readonly clockOf?: (process: number) => bigint
  readonly outcomes?: readonly (readonly [attempt: string, outcome: CardOutcome])[]
}

/** One round of a row: a shop to prepare it in, and processes that carry it out. */
export interface Field {
  /** Without delay, and in this process. */
  readonly kit: Kit
  readonly processes: number
  /** The acts one by one to the processes in turn; answers what became of each, in order. Fails where one ends with anything but an answer or a refusal. */
  race(acts: readonly Act[], conditions?: Conditions): Promise<readonly Outcome[]>
}

export interface Round {
  readonly field: Field
  /** How long the slowest refusal took, milliseconds. */
  readonly slowest: () => number
  end(): Promise<void>
}

/** Empties the ground and opens a shop on it. */
export async function openRound({ database, address }: Ground, fleet: Fleet, place: Place, options: PlainOptions): Promise<Round> {
  const card = simulatedCard()
  const { currency: _, ...rules } = rulesOf(card, options)
  const kit = { ...(await openKit(async () => database, rules)), card }
  await restoreTables(database, {})
  const { shelf, known } = remembering(kit.shelf)
  let slowest = 0
  const race: Field['race'] = async (acts, { everywhere = [], clockOf = () => kit.clock(), outcomes = [] } = {}) => {
    const products = await known()
    const tasks = Array.from({ length: place.processes }, (_, process) => ({
      address,
      options,
      now: clockOf(process),
      products,
      outcomes,
      acts: [...acts.filter((_one, index) => index % place.processes === process), ...everywhere],
    }))
    const answers = await fleet.race(tasks)
    const all = answers.flat()
    for (const outcome of all) {
      assert.equal(outcome.error, undefined, `${outcome.name} failed: ${outcome.error}`)
      const { refusal } = outcome
      if (refusal === undefined) continue
      assert.ok(!isAway(refusal.code), `${outcome.name} was told ${refusal.code} ${JSON.stringify(refusal.details)}`)
      slowest = Math.max(slowest, outcome.milliseconds)
    }
    return acts.map((_, index) => answers[index % place.processes]?.[Math.floor(index / place.processes)] ?? assert.fail())
  }
  return {
    field: { kit: { ...kit, shelf }, processes: place.processes, race },
    slowest: () => slowest,
    end: () => assertInvariants(database, kit.clock()),
  }
}

/** What a page would answer with 5xx: no way to lose a race. */
const isAway = (code: ErrorCode): boolean => code === 'unavailable' || code === 'plugin_failed'

/** A shelf that can tell what was put on it, for the shelves of other processes. */
function remembering(shelf: Shelf): { readonly shelf: Shelf; known(): Promise<readonly (readonly [ProductRef, Described])[]> } {
  const put = new Map<string, ProductRef>()
  const remember = (ref: ProductRef): ProductRef => {
    put.set(`${ref.type}:${ref.id}`, ref)
    return ref
  }
  return {
    shelf: {
      ...shelf,
      garment: (id, described) => remember(shelf.garment(id, described)),
      article: (id, described) => remember(shelf.article(id, described)),
      good: (id, described) => remember(shelf.good(id, described)),
    },
    async known() {
      const found = await Promise.all(
        [...put.values()].map(async (ref) => {
          const product = (await shelf.sources[ref.type as keyof Shelf['sources']].getMany([ref.id])).get(ref.id)
          if (product === undefined) return []
          const { type: _type, id: _id, stock: _stock, ...described } = product
          return [[ref, described] as const]
        }),
      )
      return found.flat()
    },
  }
}

/** How many acts succeeded (`ok`), and how many were refused, by code. */
export function told(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { refusal } of outcomes) {
    const name = refusal?.code ?? 'ok'
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** What the acts that succeeded have answered. */
export const answersOf = <Name extends ActName>(name: Name, outcomes: readonly Outcome[]): readonly Answer<Name>[] =>
  outcomes.filter((outcome) => outcome.name === name && outcome.refusal === undefined).map(({ answer }) => answer as Answer<Name>)

/** So many acts succeeded, all others were refused with one of these codes. */
export function assertWinners(outcomes: readonly Outcome[], winners: number, ...losing: readonly ErrorCode[]): void {
  const counts = told(outcomes)
  assert.equal(counts.ok ?? 0, winners, JSON.stringify(counts))
  assertRefusals(outcomes, ...losing)
}

/** Whoever was refused was told one of these codes. */
export function assertRefusals(outcomes: readonly Outcome[], ...losing: readonly ErrorCode[]): void {
  for (const { name, refusal } of outcomes)
    assert.ok(
      refusal === undefined || losing.includes(refusal.code),
      `${name} was told ${refusal?.code}: ${JSON.stringify(told(outcomes))}`,
    )
}
