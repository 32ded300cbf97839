import { scrypt, timingSafeEqual } from 'node:crypto'
import { newToken, ShopError } from 'cartwright'

/** Makes and checks the stored form of passwords. */
export interface Passwords {
  /** Refuses with `unavailable` when too many are waiting. */
  hash(password: string): Promise<string>
  /** Takes the same time whatever is wrong; null stands for a person who does not exist. */
  matches(password: string, stored: string | null): Promise<boolean>
}

// 2^15 blocks of 1 kB: 32 MB and about 0.1 s a try, so a stolen table is dear to try out and a login is still quick.
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 }
const KEY_BYTES = 32
// Two at once leave the machine's other threads to the database; a hundred waiting are five seconds, more would only time out.
const AT_ONCE = 2
const MOST_WAITING = 100
const NOBODY = `scrypt$15$8$1$${'A'.repeat(43)}$${'A'.repeat(43)}`

/** Password hashing by scrypt, a few at a time: a rush at the login must not stand in the way of those who buy. */
export function scryptPasswords(): Passwords {
  const waiting: (() => void)[] = []
  let running = 0

  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= MOST_WAITING) throw new ShopError('unavailable', { retryAfter: 5 })
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }

  return {
    async hash(password) {
      const salt = newToken()
      const key = await inTurn(() => derive(password, salt))
      return `scrypt$15$8$1$${salt}$${key.toString('base64url')}`
    },
    async matches(password, stored) {
      const [, , , , salt = '', expected = ''] = (stored ?? NOBODY).split('$')
      const key = await inTurn(() => derive(password, salt))
      return timingSafeEqual(key, Buffer.from(expected, 'base64url')) && stored !== null
    },
  }
}

/** The same text typed on another keyboard may come in another Unicode form; NFKC makes them one. */
const derive = (password: string, salt: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
