import { minutes } from '../minutes.ts'

/** How auctions run, and what becomes of what was won. Times are milliseconds. */
export interface AuctionSettings {
  /** The smallest step up of a bid, in minor units, where an auction says nothing else. Default 100. */
  readonly step?: bigint
  /** A bid this close to the end moves the end to so long after the bid, where an auction says nothing else. Default 2 minutes; 0n for none. */
  readonly softClose?: bigint
  /** How long a winner has to pay. Default 3 days. */
  readonly payTime?: bigint
  /** How long the next bidder has to accept what the winner did not pay. Default 24 hours. */
  readonly offerTime?: bigint
  /** How long before the deadline a winner is reminded, each once. Default 48 and 24 hours. */
  readonly reminders?: readonly bigint[]
  /** So many strikes (rights not paid, or declined) and a buyer may not bid. Default 3. */
  readonly strikes?: number
  /** How long a strike counts. Default 180 days. */
  readonly strikeTime?: bigint
  /** How often a thing is auctioned again when nobody of those who bid takes it. Default 1. */
  readonly relist?: number
}

/** The settings with every default in its place. */
export const auctionSettingsOf = (settings: AuctionSettings = {}): Required<AuctionSettings> => ({
  step: 100n,
  softClose: minutes(2),
  payTime: 3n * DAY,
  offerTime: DAY,
  reminders: [2n * DAY, DAY],
  strikes: 3,
  strikeTime: 180n * DAY,
  relist: 1,
  ...settings,
})

const DAY = minutes(24 * 60)
