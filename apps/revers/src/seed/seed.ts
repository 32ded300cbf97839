import { setTimeout as pause } from 'node:timers/promises'
import { checkAddress, firstOf, type Shop, type Statement } from 'cartwright'
import { insertItem, insertSeller } from '../catalogue/item-rows.ts'
import { SELLERS } from '../garments/seed.ts'
import { insertAddress } from '../people/addresses.ts'
import type { Passwords } from '../people/passwords.ts'
import { wordsOf } from '../people/people.ts'
import { insertPerson, takeEmail } from '../people/person-rows.ts'
import { putSetting, replaceSetting, settingOf } from '../setting-rows.ts'
import { holdAuctionsWonBy, openAuctions } from './auctions.ts'
import { demoDiscounts } from './discounts.ts'
import { ANA_ADDRESS, DEMO_PASSWORD, DEMO_PEOPLE } from './people.ts'
import { DEMO_ITEMS, STOCKED } from './things.ts'

const KEY = 'seed'
const DONE = 'done'
const WINNER = 'ana'
// A seeding takes under a second. One that is not done after ten has died, and another process does it again.
const LEASE_MILLISECONDS = 10_000n
const WAIT_MILLISECONDS = 50

/**
 * Fills an empty database with the people and things of the demonstration; does nothing when that was done before. When several processes start at
 * once, one seeds and the others wait for it. Every step is harmless when done twice, so a seeding that died is simply done again.
 */
export async function seedOnce(shop: Shop, passwords: Passwords): Promise<void> {
  const since = await turnToSeed(shop)
  if (since === null) return
  await fill(shop, passwords)
  await shop.context.db.batch([replaceSetting(KEY, DONE, shop.context.clock(), since)])
}

/** Since when the seeding is ours to do; null when it is done. */
async function turnToSeed(shop: Shop): Promise<bigint | null> {
  const { db, clock, newId } = shop.context
  const ours = newId()
  for (;;) {
    const now = clock()
    await db.batch([putSetting(KEY, ours, now)])
    const [rows] = await db.read(settingOf(KEY))
    const row = firstOf(rows)
    const since = row?.changed_at as bigint
    if (row?.value === DONE) return null
    if (row?.value === ours) return since
    if (now - since < LEASE_MILLISECONDS) await pause(WAIT_MILLISECONDS)
    else await db.batch([replaceSetting(KEY, ours, now, since)])
  }
}

async function fill(shop: Shop, passwords: Passwords): Promise<void> {
  const { db, clock } = shop.context
  const now = clock()
  // One hash with one salt for all: 51 of their own would take seconds, and everybody knows this password anyway.
  const passwordHash = await passwords.hash(DEMO_PASSWORD)
  const address = { id: `${WINNER}-1`, address: checkAddress(ANA_ADDRESS) }
  const people = DEMO_PEOPLE.flatMap(({ wallet: _, ...person }): Statement[] => [
    takeEmail(person.email, person.id),
    insertPerson({ ...person, passwordHash }, now),
    ...wordsOf(person),
  ])
  const sellers = Object.entries(SELLERS).map(([id, { name }]) => insertSeller({ id, name }))
  await db.batch([...people, insertAddress(WINNER, address, now), ...sellers])
  await db.batch(DEMO_ITEMS.flatMap(insertItem))
  await Promise.all([
    ...STOCKED.map(({ type, id, stock }) => shop.stock.set({ type, id }, stock)),
    ...DEMO_PEOPLE.filter(({ wallet }) => wallet > 0n).map(({ id, wallet }) => shop.wallets.topUp(id, wallet, 'welcome')),
    ...demoDiscounts(now).map(async (discount) => (await shop.discounts.find(discount.code)) ?? shop.discounts.create(discount)),
  ])
  await openAuctions(shop)
  await holdAuctionsWonBy(shop, WINNER)
}
