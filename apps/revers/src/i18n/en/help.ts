import { englishCount } from '../plural.ts'
import type { help as romanian } from '../ro/help.ts'

const minutes = (count: number): string => englishCount(count, { one: 'minute', other: 'minutes' })
const days = (count: number): string => englishCount(count, { one: 'day', other: 'days' })

export const help: typeof romanian = {
  title: 'Help',
  lead: 'How to buy, how to sell, and what happens to your money.',
  contents: 'On this page',
  holds: 'Holding a piece',
  holdsText: (user, guest) =>
    user === guest
      ? `When you add a piece to your cart, we keep it for you alone for ${minutes(user)}. Nobody else can buy it in that time.`
      : `When you add a piece to your cart, we keep it for you alone: ${minutes(user)} when you are logged in, ${minutes(guest)} when you are not. Nobody else can buy it in that time.`,
  noHoldsText: 'What is in your cart can still be bought by others. A piece is yours when you pay for it.',
  renewText: 'Two minutes before the end we ask whether you need more time; one tap extends all your holds.',
  lapseText:
    'When the time runs out, the piece stays in your cart, marked, and does not count in the total. You can hold it again while it is free.',
  queueText:
    'When somebody else has the piece you want in their cart, wait in line. Once it is free, we hold it for you for a few minutes.',
  money: 'Price and protection',
  moneyText: 'The price of a piece is what its seller asks. Beside it, before you add it, you see what buyer protection and delivery cost.',
  protectionText: (count) =>
    `The seller gets the money once you confirm that the parcel has arrived, or ${days(count)} after delivery if you say nothing.`,
  parcelsText: 'Each seller sends one parcel. That is why protection and delivery are charged for each seller.',
  auctions: 'Auctions',
  bidText: 'You write the most you would pay. We bid for you, step by step, only as much as is needed. Nobody sees your maximum.',
  winText: 'When you win, the piece goes into your cart at the price you won it for. You can pay for it until the time shown.',
  selling: 'Selling',
  sellText:
    'You describe the piece, set its price and send it to the buyer. The money reaches your wallet, and you can pay it out from there.',
  returns: 'Cancelling and returning',
  cancelText: 'You can cancel an order on its page until a parcel has left. The money goes back the way it came.',
  returnText:
    'The piece is not as described? Write to ajutor@example.com before you confirm that it has arrived; our team can give you your money back.',
  accessibility: 'Accessibility',
  accessibilityText:
    'We want everybody to be able to buy here. The shop is built to WCAG 2.2, level AA: it works with a keyboard alone, without JavaScript, at 320 pixels, with text twice as large, light or dark, and without animation for those who turn it off.',
  checkedText: 'Every page is checked by axe in Chromium. We have not yet checked by hand with screen readers, nor in other browsers.',
  reportText: 'If something gets in your way, write to accesibilitate@example.com and tell us the page.',
}
