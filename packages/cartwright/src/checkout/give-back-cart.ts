import {
  addCounted,
  cartWithLines,
  deleteLines,
  findSlot,
  insertCart,
  makeRests,
  payingToMerged,
  payingToOpen,
  putLines,
  takeSlot,
  touchCartAt,
  writeHeldUntil,
} from '../cart/cart-rows.ts'
import { moveSlot, touchPaying } from '../cart/merge-rows.ts'
import { makesWay, readStored, type StoredCart, type StoredLine } from '../cart/stored-cart.ts'
import type { Context } from '../context.ts'
import { firstOf } from '../storage/database.ts'
import type { Statement } from '../storage/statement.ts'

/**
 * The cart is the buyer's again. One that has kept its place is simply opened, and so is one whose place another payment has: it gets the place. Lines
 * that were bought apart, or whose place was taken at a login, go back into the cart he has now, or into a fresh one; `joined` are the lines there that took others in, by the ids of these.
 */
export async function giveBackCart(
  context: Context,
  { id, cart, owner }: { readonly id: string; readonly cart: string; readonly owner: string },
  bought: StoredCart | null,
  lines: readonly StoredLine[],
  now: bigint,
): Promise<{ readonly statements: readonly Statement[]; readonly joined: ReadonlyMap<string, StoredLine> }> {
  const [slots] = bought === null ? [] : await context.db.read(findSlot(owner, bought.name))
  const slot = firstOf(slots)?.cart_id
  const [homeRows = []] = typeof slot === 'string' && slot !== cart ? await context.db.read(cartWithLines(slot)) : [[]]
  const there = readStored(homeRows)
  if (bought === null || slot === cart || there?.state === 'paying') {
    const moved = lines.filter((line) => line.heldUntil !== bought?.lines.find((one) => one.id === line.id)?.heldUntil)
    const deadlines = [...new Set(moved.map((line) => line.heldUntil))]
    const written = deadlines.map((until) =>
      writeHeldUntil(
        cart,
        moved.filter((line) => line.heldUntil === until).map((line) => line.id),
        until,
      ),
    )
    // A login may have put another cart into its place: then this must be decided anew.
    const place = typeof slot === 'string' ? [moveSlot(owner, slot, cart).orReread()] : []
    // The payment whose place it takes may fail at the same moment, and its cart be open in that place.
    const other = typeof slot === 'string' && slot !== cart && there !== null ? [touchPaying(slot, there.version, now).orReread()] : []
    return { statements: [...place, ...other, payingToOpen(cart, owner, id, now).orReread(), ...written], joined: new Map() }
  }
  const home = typeof slot === 'string' ? slot : context.newId()
  const known = new Map(there?.lines.filter((line) => !line.rest).map((line) => [`${line.product} ${line.options}`, line]))
  const clash = lines.filter((line) => known.has(`${line.product} ${line.options}`))
  // The line that has the claim stays: the buyer may have taken the item again after its payment window had lapsed.
  const unique = clash.filter((line) => line.snapshot.stock === 'unique' && line.heldUntil !== null)
  // What a buyer had before he paid is given back whole, whatever the limits say now.
  const counted = clash.filter((line) => line.snapshot.stock !== 'unique')
  const put = lines.filter((line) => unique.includes(line) || !clash.includes(line))
  const joined = new Map(
    counted.flatMap((line) => {
      const home = known.get(`${line.product} ${line.options}`)
      return home === undefined || makesWay(home, there?.lines ?? []) ? [] : [[line.id, home] as const]
    }),
  )
  const aside = counted.filter((line) => !joined.has(line.id))
  const statements = [
    ...(there === null
      ? [
          takeSlot(owner, bought.name, home).orReread(),
          insertCart({ id: home, owner, name: bought.name, currency: bought.currency, codes: bought.codes }, now),
        ]
      : [touchCartAt(home, there.version, now).orReread()]),
    payingToMerged(cart, owner, id, now).orReread(),
    deleteLines(
      cart,
      lines.map((line) => line.id),
    ),
    deleteLines(
      home,
      unique.map((line) => known.get(`${line.product} ${line.options}`)?.id ?? ''),
    ),
    ...(put.length === 0 ? [] : [putLines(home, put)]),
    ...(counted.length === 0 ? [] : [...(aside.length === 0 ? [] : [makeRests(home, aside)]), addCounted(home, counted, now, true)]),
  ]
  return { statements, joined }
}
