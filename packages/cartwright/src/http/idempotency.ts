import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { answerFirst, answerRun, dropRun, type RequestId, readRequest, takeRequest } from './idempotency-rows.ts'

/** An answer in one form. No cookies: they are nobody's to repeat. */
export interface Form {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string | null
}

/** An answer as it is kept: what a repeat gets again, byte for byte. */
export interface Kept extends Form {
  /** The kind of client it is formed for; absent where all get the same. */
  readonly kind?: Kind
  /** What the other kind gets for a repeat: a browser whose request in the background was lost sends the form itself. Absent where there is none. */
  readonly other?: Form
}

/** Programs, and scripts in a page, ask for JSON; forms do not. */
export type Kind = 'json' | 'form'

/** A request with a key. */
export interface KeyedRequest extends RequestId {
  /** Hash of path and fields: the same key with another one is a mistake. */
  readonly hash: string
}

const DAY = 86_400_000n
/** A run that has not answered by then has died with its process (plug-in deadlines end far earlier), and its key may be taken again. */
const LEASE = 30_000n
/** A provider is asked for at most twice the plug-in deadline of 4 s: to start a payment, and to end one that did not start. */
const ASKING = 10_000n
/** How long a repeat waits for the run before it. */
const PATIENCE_MILLISECONDS = 15_000
const FIRST_PAUSE_MILLISECONDS = 10
const LONGEST_PAUSE_MILLISECONDS = 200

/** What became of a try to begin: run it (under this name), or answer what was answered before. */
export type Beginning = { readonly kind: 'run'; readonly run: string } | { readonly kind: 'replay'; readonly kept: Kept }

/**
 * Begins a request with a key. While another run has it, waits and then replays its answer. Throws `idempotency_mismatch` for a key that was used
 * for another request, `idempotency_in_progress` when the run before takes too long.
 */
export async function beginRequest(context: Context, request: KeyedRequest, patience: number = PATIENCE_MILLISECONDS): Promise<Beginning> {
  let waited = 0
  for (let delay = FIRST_PAUSE_MILLISECONDS; ; delay = Math.min(delay * 2, LONGEST_PAUSE_MILLISECONDS)) {
    const now = context.clock()
    const run = context.newId()
    const take = takeRequest(request, request.hash, run, { now, until: now + DAY, staleBefore: now - LEASE })
    const [taken = [], found = []] = await context.db.batch([take.rows(), readRequest(request, now).rows()])
    if (firstOf(taken)?.reference === run) return { kind: 'run', run }
    const row = firstOf(found)
    const kept = answerIn(row, request.hash)
    if (kept !== null) return { kind: 'replay', kept }
    if (row !== null && row.request !== request.hash) throw new ShopError('idempotency_mismatch')
    if (waited >= patience) throw new ShopError('idempotency_in_progress')
    await pause(delay)
    waited += delay
  }
}

/** Keeps the answer of a run. */
export async function storeAnswer(context: Context, request: KeyedRequest, run: string, kept: Kept): Promise<void> {
  await context.db.batch([answerRun(request, run, BigInt(kept.status), textOf(request, kept))])
}

/** Forgets a run that failed, so the key may be tried again. */
export async function dropRequest(context: Context, request: KeyedRequest, run: string): Promise<void> {
  await context.db.batch([dropRun(request, run)])
}

/**
 * What was answered to a request whose row the action itself makes, in the batch that does the deed (checkout); null when the action has to be
 * asked, which then answers the same again. `impatient`: while another run is under way, refuse with `idempotency_in_progress` instead.
 */
export async function findAnswer(context: Context, request: KeyedRequest, impatient: boolean): Promise<Kept | null> {
  const now = context.clock()
  const [rows] = await context.db.read(readRequest(request, now))
  const row = firstOf(rows)
  const kept = answerIn(row, request.hash)
  if (row !== null && kept === null && impatient && (row.made_at as bigint) > now - ASKING) throw new ShopError('idempotency_in_progress')
  return kept
}

/** Keeps the first answer in the action's own row, and answers what is kept there: of two at once, both answer the same bytes. */
export async function keepFirst(context: Context, request: KeyedRequest, kept: Kept): Promise<Kept> {
  const fill = answerFirst(request, BigInt(kept.status), textOf(request, kept))
  const answers = await context.db.batch([fill, readRequest(request, context.clock()).rows()])
  return answerIn(firstOf(answers.at(-1)), request.hash) ?? kept
}

const textOf = ({ hash }: KeyedRequest, { status, ...kept }: Kept): string => JSON.stringify({ hash, ...kept })

/** The answer in a row; null while there is none. Its hash is ours: the row's own `request` may be the action's. */
function answerIn(row: Row | null, hash: string): Kept | null {
  if (row === null || row.status === null) return null
  const stored = JSON.parse(String(row.body)) as { hash: string } & Omit<Kept, 'status'>
  if (stored.hash !== hash) throw new ShopError('idempotency_mismatch')
  const { headers, body, kind, other } = stored
  return { status: Number(row.status), headers, body, ...(kind !== undefined && other !== undefined && { kind, other }) }
}
