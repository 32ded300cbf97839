import type { AuctionSettings } from './auction-settings.ts'
import type { Calendar } from './win-rows.ts'

/** When winners are reminded before a deadline, the first first. */
const remindersOf = ({ reminders }: Pick<Required<AuctionSettings>, 'reminders'>, payBy: bigint): bigint[] =>
  reminders.map((before) => payBy - before).sort((left, right) => (left < right ? -1 : 1))

/** How many reminders a winner has had, or has missed, at this moment: those are not sent any more. */
const remindedBy = (settings: Required<AuctionSettings>, payBy: bigint, now: bigint): number =>
  remindersOf(settings, payBy).filter((at) => at <= now).length

/** When something is to be done next about a right that was won: its line put into the cart, a reminder, the end. */
export function calendarOf(settings: Required<AuctionSettings>, payBy: bigint, shown: boolean, now: bigint): Calendar {
  const reminders = remindedBy(settings, payBy, now)
  return { payBy, reminders, shown, dueAt: shown ? (remindersOf(settings, payBy)[reminders] ?? payBy) : now }
}
