import type { EventName } from '../events/event.ts'
import type { Bilingual } from './words.ts'

/** What an event tells, as a person reads it; empty where it tells nothing of the kind. */
export interface Told {
  readonly product: string
  readonly before: string
  readonly after: string
  readonly amount: string
  readonly debt: string
  readonly code: string
  readonly seller: string
  readonly tracking: string
  readonly lines: string
}

/** A sentence for every event; one that is missing here does not compile. */
type Sentences = Readonly<Record<EventName, (told: Told) => string>>

const behind = (text: string, more: string): string => (more === '' ? text : `${text} ${more}`)

const romanian: Sentences = {
  'cart.item_added': ({ product, after }) => `Adăugat în coș: ${product}, cantitatea ${after}`,
  'cart.item_updated': ({ product, before, after }) => `Cantitate schimbată: ${product}, din ${before} în ${after}`,
  'cart.item_removed': ({ product }) => `Scos din coș: ${product}`,
  'cart.cleared': ({ lines }) => `Coșul a fost golit; articole: ${lines}`,
  'cart.merged': ({ lines }) => `S-a unit cu alt coș; articole aduse: ${lines}`,
  'cart.checked_out': ({ amount }) => behind('Coșul a fost închis cu o comandă', amount && `de ${amount}`),
  'discount.applied': ({ code }) => `Reducere aplicată: ${code}`,
  'discount.removed': ({ code }) => `Reducere scoasă: ${code}`,
  'claim.held': ({ product }) => `Rezervat: ${product}`,
  'claim.expired': ({ product }) => `Rezervare expirată: ${product}`,
  'claim.released': ({ product }) => `Eliberat: ${product}`,
  'claim.sold': ({ product }) => `Vândut: ${product}`,
  'queue.joined': ({ product }) => `Cineva așteaptă la rând: ${product}`,
  'queue.left': ({ product }) => `Cineva a ieșit din rând: ${product}`,
  'queue.turn': ({ product }) => `A venit rândul următorului: ${product}`,
  'auction.won': ({ product }) => `Licitație câștigată: ${product}`,
  'auction.lapsed': ({ product }) => `Drept de cumpărare pierdut: ${product}`,
  'auction.offered': ({ product }) => `Oferit următorului: ${product}`,
  'auction.reminded': ({ product }) => `Câștigător înștiințat din nou: ${product}`,
  'auction.declined': ({ product }) => `Câștigătorul a renunțat: ${product}`,
  'auction.revoked': ({ product }) => `Drept de cumpărare retras: ${product}`,
  'auction.transferred': ({ product }) => `Drept de cumpărare trecut altcuiva: ${product}`,
  'auction.opened': ({ product }) => `Licitație deschisă: ${product}`,
  'auction.bid': ({ product }) => `Ofertă nouă: ${product}`,
  'auction.unsold': ({ product }) => `Licitație fără câștigător: ${product}`,
  'auction.relisted': ({ product }) => `Din nou la licitație: ${product}`,
  'order.placed': ({ amount }) => `Comandă plasată, total ${amount}`,
  'order.paid': () => 'Comandă plătită',
  'order.cancelled': () => 'Comandă anulată',
  'order.received': () => 'Cumpărătorul a confirmat primirea',
  'order.shipped': ({ seller, tracking }) => behind(`Expediat de ${seller}`, tracking && `(${tracking})`),
  'order.delivered': ({ seller }) => `Livrat: coletul de la ${seller}`,
  'order.returned': ({ seller }) => `Întors: coletul de la ${seller}`,
  'order.parcel_cancelled': ({ seller }) => `Anulat: coletul de la ${seller}`,
  'order.restocked': ({ lines }) => `Articole puse la loc în vânzare: ${lines}`,
  'order.refunded': ({ amount }) => `Rambursare: ${amount}`,
  'proceeds.released': ({ seller, amount }) => `Vânzător plătit: ${seller}, ${amount}`,
  'proceeds.taken_back': ({ seller, amount, debt }) => `Luat înapoi de la ${seller}: ${amount}, datorie ${debt}`,
  'payment.started': () => 'Plată începută',
  'payment.failed': () => 'Plată nereușită',
  'payment.refund_due': () => 'Plata trebuie înapoiată',
  'payment.refunded': () => 'Rambursare efectuată',
  'wallet.topped_up': ({ amount }) => `Portofel alimentat cu ${amount}`,
  'wallet.held': ({ amount }) => `Pus deoparte în portofel: ${amount}`,
  'wallet.paid': ({ amount }) => `Plătit din portofel: ${amount}`,
  'wallet.released': ({ amount }) => `Eliberat în portofel: ${amount}`,
  'wallet.refunded': ({ amount }) => `Înapoiat în portofel: ${amount}`,
  'wallet.paid_out': ({ amount }) => `Retras din portofel: ${amount}`,
}

const english: Sentences = {
  'cart.item_added': ({ product, after }) => `Put into the cart: ${product}, quantity ${after}`,
  'cart.item_updated': ({ product, before, after }) => `Quantity changed: ${product}, from ${before} to ${after}`,
  'cart.item_removed': ({ product }) => `Taken out of the cart: ${product}`,
  'cart.cleared': ({ lines }) => `The cart was emptied; items: ${lines}`,
  'cart.merged': ({ lines }) => `Merged with another cart; items that came: ${lines}`,
  'cart.checked_out': ({ amount }) => behind('The cart was closed with an order', amount && `of ${amount}`),
  'discount.applied': ({ code }) => `Discount applied: ${code}`,
  'discount.removed': ({ code }) => `Discount removed: ${code}`,
  'claim.held': ({ product }) => `Held: ${product}`,
  'claim.expired': ({ product }) => `Hold ran out: ${product}`,
  'claim.released': ({ product }) => `Released: ${product}`,
  'claim.sold': ({ product }) => `Sold: ${product}`,
  'queue.joined': ({ product }) => `Somebody waits in line: ${product}`,
  'queue.left': ({ product }) => `Somebody left the line: ${product}`,
  'queue.turn': ({ product }) => `The next one’s turn: ${product}`,
  'auction.won': ({ product }) => `Auction won: ${product}`,
  'auction.lapsed': ({ product }) => `Right to buy lost: ${product}`,
  'auction.offered': ({ product }) => `Offered to the next one: ${product}`,
  'auction.reminded': ({ product }) => `Winner reminded: ${product}`,
  'auction.declined': ({ product }) => `Winner declined: ${product}`,
  'auction.revoked': ({ product }) => `Right to buy taken back: ${product}`,
  'auction.transferred': ({ product }) => `Right to buy handed over: ${product}`,
  'auction.opened': ({ product }) => `Auction opened: ${product}`,
  'auction.bid': ({ product }) => `New bid: ${product}`,
  'auction.unsold': ({ product }) => `Auction without a winner: ${product}`,
  'auction.relisted': ({ product }) => `Auctioned again: ${product}`,
  'order.placed': ({ amount }) => `Order placed, total ${amount}`,
  'order.paid': () => 'Order paid',
  'order.cancelled': () => 'Order cancelled',
  'order.received': () => 'The buyer confirmed that it arrived',
  'order.shipped': ({ seller, tracking }) => behind(`Sent by ${seller}`, tracking && `(${tracking})`),
  'order.delivered': ({ seller }) => `Delivered: the parcel of ${seller}`,
  'order.returned': ({ seller }) => `Came back: the parcel of ${seller}`,
  'order.parcel_cancelled': ({ seller }) => `Cancelled: the parcel of ${seller}`,
  'order.restocked': ({ lines }) => `Items put back on sale: ${lines}`,
  'order.refunded': ({ amount }) => `Refund: ${amount}`,
  'proceeds.released': ({ seller, amount }) => `Seller paid: ${seller}, ${amount}`,
  'proceeds.taken_back': ({ seller, amount, debt }) => `Taken back from ${seller}: ${amount}, debt ${debt}`,
  'payment.started': () => 'Payment started',
  'payment.failed': () => 'Payment failed',
  'payment.refund_due': () => 'The payment has to be given back',
  'payment.refunded': () => 'Refund made',
  'wallet.topped_up': ({ amount }) => `Wallet topped up by ${amount}`,
  'wallet.held': ({ amount }) => `Set aside in the wallet: ${amount}`,
  'wallet.paid': ({ amount }) => `Paid from the wallet: ${amount}`,
  'wallet.released': ({ amount }) => `Released in the wallet: ${amount}`,
  'wallet.refunded': ({ amount }) => `Given back to the wallet: ${amount}`,
  'wallet.paid_out': ({ amount }) => `Paid out of the wallet: ${amount}`,
}

export const SENTENCES: Bilingual<Sentences> = { ro: romanian, en: english }
