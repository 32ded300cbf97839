/**
 * Where rows of the race table are proved over HTTP, between two server processes or against the rate limits: the file, and words of the test that are in
 * it. What a row of the table (`rows-*.ts`) proves itself is not said here.
 */
export const ELSEWHERE: Readonly<Record<string, readonly (readonly [file: string, words: string])[]>> = {
  C1: [['apps/revers/tests/e2e/races.test.ts', 'redeems a code with one use once, though it is in twenty carts']],
  C2: [
    [
      'apps/revers/tests/e2e/races-money.test.ts',
      'gives a code that is for each customer once to one of ten guests with one e-mail address',
    ],
  ],
  C5: [['apps/revers/tests/e2e/races.test.ts', 'with soft holds gives forty carts and one order']],
  C6: [['apps/revers/tests/e2e/races.test.ts', 'gives one garment to one of forty guests']],
  C7: [['apps/revers/tests/e2e/races-money.test.ts', 'sells what was priced and nothing else, though the cart changes while it is bought']],
  C9: [
    ['apps/revers/tests/e2e/races.test.ts', 'makes one order of thirty checkouts with one key, and says the same to each'],
    ['apps/revers/tests/e2e/races.test.ts', 'makes one order of thirty checkouts with thirty keys'],
    ['apps/revers/tests/e2e/idempotency.test.ts', 'idempotency_key_required'],
  ],
  C10: [['apps/revers/tests/e2e/races.test.ts', 'spends a wallet with money for one of ten orders once']],
  C11: [
    ['apps/revers/tests/e2e/races-money.test.ts', 'refunds an order once, though it is cancelled twenty times while the money is spent'],
  ],
  C12: [['apps/revers/tests/e2e/races-money.test.ts', 'credits a top-up once for each key']],
  C15: [['apps/revers/tests/e2e/races.test.ts', 'merges one guest cart once, though ten tabs log in with it']],
  C16: [['apps/revers/tests/e2e/races.test.ts', 'makes one cart of twenty first adds in one guest session']],
  C17: [['apps/revers/tests/e2e/races-money.test.ts', 'ends a card payment once, though it succeeds and is declined at the same moment']],
  C22: [
    ['apps/revers/tests/e2e/limits.test.ts', 'stops the guessing of codes'],
    ['apps/revers/tests/e2e/limits.test.ts', 'stops the guessing of passwords'],
  ],
  C24: [
    [
      'apps/revers/tests/e2e/idempotency.test.ts',
      'repeats a checkout for who asked, tells nobody else, and takes the key from the header too',
    ],
  ],
}
