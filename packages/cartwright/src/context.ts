import { hash, randomBytes, randomUUID } from 'node:crypto'
import { invalidInput, isStorable } from './check-input.ts'
import type { ShopSettings } from './options.ts'
import type { PluginMemory } from './plugins/plugin-memory.ts'
import type { Database } from './storage/database.ts'

/** What every action is given: the only way to time, chance and the outside. */
export interface Context {
  readonly db: Database
  /** The database's time, milliseconds since 1970 (UTC). */
  readonly clock: () => bigint
  /** A fresh id, made before the batch leaves. It begins with the clock's time, so ids rise by the millisecond. */
  readonly newId: () => string
  /** Rises with every call: puts rows of one millisecond in the order in which this process made them. */
  readonly nextPlace: () => bigint
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number
  readonly options: ShopSettings
  /** Which of the buyer's carts an action on a cart means. */
  readonly cartName: string
  /** What plug-ins have answered lately. */
  readonly memory: PluginMemory
  /** Who acts on a cart that is not his own, and why: it is recorded with what is done. Absent: the buyer himself. */
  readonly behalf?: Behalf
  /** Called after a batch that stored events, so that handlers hear of them soon. */
  readonly announce: () => void
}

/** Who asks. `token` is a guest's secret, `userId` a logged-in user's id as the app knows it; both at the moment of login. */
export interface Buyer {
  readonly token?: string
  readonly userId?: string
  /** Known address of the buyer: discounts per customer count a guest and an account with one address as one person. */
  readonly email?: string
  /** Rights as the app knows them at this moment, for the buying rules. */
  readonly roles?: readonly string[]
}

/** Who does something to a thing that is not his cart: a seller to what he sells, staff to anything, `system` what nobody asked for. `id` is a user's id. */
export interface Actor {
  readonly id: string
  readonly role: 'buyer' | 'seller' | 'staff' | 'system'
}

/** An act on somebody else's cart, for the record. */
export interface Behalf {
  readonly by: Actor
  readonly reason: string | null
  /** What is done, such as `cart.remove`. */
  readonly act: string
  readonly after?: Readonly<Record<string, string | null>>
}

/** The key of a guest whose token nobody knows here: how staff reach his cart. No request can bring it along. */
const GUEST = Symbol('guest')

/** The buyer behind an owner's key, for acts of staff on his cart. */
export const buyerBehind = (owner: string): Buyer =>
  owner.startsWith(USER) ? { userId: owner.slice(USER.length) } : ({ [GUEST]: owner } as Buyer)
const USER = 'user:'

/** The machine's time, milliseconds since 1970 (UTC), for those who have no database to ask. */
export const systemTime = (): bigint => BigInt(Date.now())

/**
 * A fresh id of 32 lower-case hex digits: twelve of the time, so that what is made together is stored together (an add then writes half as many pages),
 * and twenty of chance. Those 80 bits nobody can guess; take from the end where a few of them are enough.
 * They are parts of a UUID because UUIDs come from a pool: 0.1 us each, where random bytes cost 2 us a call.
 */
export function newId(now: bigint): string {
  const uuid = randomUUID()
  return now.toString(16).padStart(12, '0') + uuid.slice(24) + uuid.slice(0, 8)
}

/** Chance, from 0 up to 1. */
export const random = (): number => Math.random()

/** A guest's token: 256 random bits. Only its hash is ever stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const hashOf = (text: string): string => hash('sha256', text, 'hex')

/** Longest id of a user. */
const LONGEST_USER = 255

/** Checks a user's id: a text of 1 to 255 characters that every engine can store; refuses with `invalid_input`. */
export function userIdOf(userId: string): string {
  if (typeof userId !== 'string' || userId === '' || userId.length > LONGEST_USER || !isStorable(userId))
    throw invalidInput([{ field: 'userId', code: 'format' }])
  return userId
}

/** The buyer as the shop knows him: a user id, a token or an address that is null or empty is none. Refuses with `invalid_input` what cannot be one. */
export function buyerOf(buyer: Buyer): Buyer {
  if (typeof buyer !== 'object' || buyer === null) throw invalidInput([{ field: 'buyer', code: 'required' }])
  const { userId, token, email, ...rest } = buyer
  if (isGiven(token) && typeof token !== 'string') throw invalidInput([{ field: 'token', code: 'format' }])
  if (isGiven(email) && !(typeof email === 'string' && isStorable(email))) throw invalidInput([{ field: 'email', code: 'format' }])
  return {
    ...rest,
    ...(isGiven(userId) && { userId: userIdOf(userId) }),
    ...(isGiven(token) && { token }),
    ...(isGiven(email) && { email }),
  }
}

/** Apps in plain JavaScript say null, or nothing, where they know nobody. */
const isGiven = (value: string | undefined): value is string => value !== undefined && value !== null && value !== ''

/**
 * The key under which an owner's cart is found; null for nobody. A guest's key holds the token's hash, never the token.
 * Refuses with `invalid_input` a user id or a token that cannot be one.
 */
export function ownerOf(buyer: Buyer): string | null {
  const { userId, token, [GUEST]: guest } = buyerOf(buyer) as Buyer & { readonly [GUEST]?: string }
  if (userId !== undefined) return `${USER}${userId}`
  if (guest !== undefined) return guest
  return token === undefined ? null : `guest:${hashOf(token)}`
}

/** The person behind a buyer for limits per customer: the address where it is known, else the account or the token. */
export const customerOf = (buyer: Buyer, email?: string): string | null => (buyer.email ?? email)?.trim().toLowerCase() || ownerOf(buyer)
