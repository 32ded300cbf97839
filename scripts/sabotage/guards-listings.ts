import { type Guard, shopPatch } from './guard.ts'

const ROWS = 'catalogue/edit-rows.ts'
const TESTS = ['apps/revers/tests/app/editing.test.ts']

/** What people may do to what is their own in the shop: a listing, an address. */
export const listingGuards: readonly Guard[] = [
  {
    name: 'listing: it stays as it is while somebody has the garment',
    patches: [shopPatch(ROWS, "and (claim.state = 'free' or (claim.state = 'held' and claim.expires_at <= excluded.taken_at))", '')],
    tests: TESTS,
    witness: 'sqlite and is put into a cart since it was looked at stays as it was',
  },
  {
    name: 'listing: it stays as it is while a payment may come in',
    patches: [shopPatch(ROWS, "(claim.state = 'held' and claim.expires_at", '(claim.expires_at')],
    tests: TESTS,
    witness: 'sqlite and may be paid any moment stays as it was',
  },
  {
    name: 'listing: it stays as it is while others wait for the garment',
    patches: [shopPatch(ROWS, 'where claim.waiters = 0 and', 'where')],
    tests: TESTS,
    witness: 'sqlite and is waited for since it was looked at stays as it was',
  },
  {
    name: 'listing: what was taken back is not changed',
    patches: [shopPatch(ROWS, 'and withdrawn = 0 and search', 'and search')],
    tests: TESTS,
    witness: 'sqlite and is taken back since then is not there any more',
  },
  {
    name: 'listing: it is found by its own words only',
    patches: [shopPatch(ROWS, 'and search = ${found}`', 'and search is not null`')],
    tests: TESTS,
    witness: 'sqlite by two at once is found by the words of the last and by no others',
  },
  {
    name: 'address: of choices at once, one stands',
    patches: [
      shopPatch(
        'migrations/revers-0007-default-address.postgres.sql',
        'create unique index address_default',
        'create index address_default',
      ),
    ],
    tests: ['apps/revers/tests/e2e/own-places.test.ts'],
    witness: 'let somebody choose the address that checkout proposes, until that one is removed',
  },
]
