import { account as englishAccount } from './en/account.ts'
import { admin as englishAdmin } from './en/admin.ts'
import { cart as englishCart } from './en/cart.ts'
import { checkout as englishCheckout } from './en/checkout.ts'
import { faults as englishFaults } from './en/faults.ts'
import { frame as englishFrame } from './en/frame.ts'
import { help as englishHelp } from './en/help.ts'
import { market as englishMarket } from './en/market.ts'
import { shop as englishShop } from './en/shop.ts'
import { inLocales, type Locale } from './locale.ts'
import { account } from './ro/account.ts'
import { admin } from './ro/admin.ts'
import { cart } from './ro/cart.ts'
import { checkout } from './ro/checkout.ts'
import { faults } from './ro/faults.ts'
import { frame } from './ro/frame.ts'
import { help } from './ro/help.ts'
import { market } from './ro/market.ts'
import { shop } from './ro/shop.ts'

/** Every text of the pages. Romanian names the keys; a language with a key too few or too many does not compile. */
export interface Messages {
  readonly frame: typeof frame
  readonly shop: typeof shop
  readonly cart: typeof cart
  readonly checkout: typeof checkout
  readonly account: typeof account
  readonly market: typeof market
  readonly admin: typeof admin
  readonly faults: typeof faults
  readonly help: typeof help
}

const romanian: Messages = { frame, shop, cart, checkout, account, market, admin, faults, help }

const english: Messages = {
  frame: englishFrame,
  shop: englishShop,
  cart: englishCart,
  checkout: englishCheckout,
  account: englishAccount,
  market: englishMarket,
  admin: englishAdmin,
  faults: englishFaults,
  help: englishHelp,
}

const MESSAGES = inLocales(romanian, english)

/** The texts of one language. */
export const messagesOf = (locale: Locale): Messages => MESSAGES[locale]

/** The word for a code of the contract, or the code itself when the table does not know it. */
export const wordFor = (words: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? (words[code] ?? code) : code
