import { SELLERS } from '../garments/seed.ts'
import type { Person } from '../people/person-rows.ts'

/** The password of everybody in the demonstration. */
export const DEMO_PASSWORD = 'parola-demo-1'

/** Somebody of the demonstration, with the money in the wallet (bani). The id is the first part of the address. */
export interface DemoPerson extends Omit<Person, 'passwordHash'> {
  readonly wallet: bigint
}

const person = (id: string, name: string, roles: readonly string[], wallet = 0n): DemoPerson => ({
  id,
  email: `${id}@example.com`,
  name,
  roles,
  wallet,
})

const BUYERS = Array.from({ length: 40 }, (_, index) => String(index + 1).padStart(2, '0'))

// Mihai may buy as well as sell; all other sellers only sell.
const sellerRoles = (id: string): readonly string[] => (id === 'mihai' ? ['buyer', 'seller', 'sellerCanBuy'] : ['seller'])

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  person('ana', 'Ana Pavelescu', ['buyer'], 100_000n),
  person('bogdan', 'Bogdan Cernat', ['buyer'], 5_000n),
  person('admin', 'Administrator', ['admin']),
  ...Object.entries(SELLERS).map(([id, { name }]) => person(id, name, sellerRoles(id))),
  ...BUYERS.map((number) => person(`buyer${number}`, `Cumpărător ${number}`, ['buyer'], 100_000n)),
]

/** Where Ana lives; nobody else has an address yet. */
export const ANA_ADDRESS = {
  name: 'Ana Pavelescu',
  line1: 'Strada Salcâmilor 24, ap. 7',
  city: 'București',
  county: 'B',
  postal_code: '020731',
  country: 'RO',
  phone: '0712345678',
}
