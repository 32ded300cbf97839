import { type Address, act, checkAddress, type Row, type Shop, ShopError, type Statement, sql } from 'cartwright'

/** An address a person keeps for later orders. */
export interface SavedAddress {
  readonly id: string
  readonly address: Address
}

const addressesOf = (person: string): Statement => sql`
  select id, address from address where person_id = ${person} order by is_default desc, made_at, id limit 100`

/** Keeps an address; changes no row when it is there already. */
export const insertAddress = (person: string, saved: SavedAddress, now: bigint): Statement => sql`
  insert into address (person_id, id, address, made_at) values (${person}, ${saved.id}, ${JSON.stringify(saved.address)}, ${now})
  on conflict (person_id, id) do nothing`

/** Changes no row when the person has no such address. */
const replaceAddress = (person: string, { id, address }: SavedAddress): Statement => sql`
  update address set address = ${JSON.stringify(address)} where person_id = ${person} and id = ${id}`

const deleteAddress = (person: string, id: string): Statement => sql`delete from address where person_id = ${person} and id = ${id}`

/** No address of the person is chosen any more. */
const forgetDefault = (person: string): Statement => sql`update address set is_default = 0 where person_id = ${person} and is_default = 1`

/** Changes no row when the person has no such address any more, and breaks the index when another one is chosen. */
const makeDefault = (person: string, id: string): Statement => sql`
  update address set is_default = 1 where person_id = ${person} and id = ${id}`

const readAddress = (row: Row): SavedAddress => ({ id: String(row.id), address: JSON.parse(String(row.address)) as Address })

/** A person's own addresses: the one chosen for orders first, then the oldest. */
export async function listAddresses(shop: Shop, person: string): Promise<SavedAddress[]> {
  const [rows = []] = await shop.context.db.read(addressesOf(person))
  return rows.map(readAddress)
}

/** Checks and keeps an address. Refuses with `address_invalid` (`errors`). */
export async function addAddress(shop: Shop, person: string, input: unknown): Promise<SavedAddress> {
  const { db, clock, newId } = shop.context
  const saved = { id: newId(), address: checkAddress(input) }
  await db.batch([insertAddress(person, saved, clock())], { key: person, id: newId() })
  return saved
}

/** Changes one of the person's addresses; orders keep the one they were placed with. Refuses with `address_invalid` (`errors`), `not_found`. */
export async function changeAddress(shop: Shop, person: string, id: string, input: unknown): Promise<SavedAddress> {
  const { db, newId } = shop.context
  const saved = { id, address: checkAddress(input) }
  const changed = async (): Promise<SavedAddress> => saved
  return act(
    shop.context,
    async () => {
      await db.batch([replaceAddress(person, saved).orRefuse('not_found')], { key: person, id: newId() })
      return changed()
    },
    changed,
  )
}

/** Makes one of the person's addresses the one that checkout proposes, and answers it. Refuses with `not_found`. */
export async function useAddress(shop: Shop, person: string, id: string): Promise<SavedAddress> {
  const { db, newId } = shop.context
  const chosen = async (): Promise<SavedAddress> => {
    const saved = (await listAddresses(shop, person)).find((one) => one.id === id)
    if (saved === undefined) throw new ShopError('not_found')
    return saved
  }
  return act(
    shop.context,
    async () => {
      await chosen()
      // Another choice of the same person may come between the two: the index lets one of them through, and the other starts again.
      await db.batch([forgetDefault(person), makeDefault(person, id).orReread()], { key: person, id: newId() })
      return chosen()
    },
    chosen,
  )
}

/** Forgets one of the person's addresses and answers it. Refuses with `not_found`. */
export async function removeAddress(shop: Shop, person: string, id: string): Promise<SavedAddress> {
  const saved = (await listAddresses(shop, person)).find((one) => one.id === id)
  if (saved === undefined) throw new ShopError('not_found')
  await shop.context.db.batch([deleteAddress(person, id)], { key: person, id: shop.context.newId() })
  return saved
}
