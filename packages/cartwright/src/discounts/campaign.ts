import { canonicalCode } from './discount-rules.ts'

/** What a campaign may say; null takes a limit away. What is not named stays as it is, and is no limit in a new one. */
export interface CampaignChange {
  /** As a code: 3 to 32 of A-Z, 0-9, _ and -; small letters are made capital. */
  readonly name: string
  /** Uses of all its codes together. */
  readonly maxUses?: bigint | null
  /** Uses of all its codes together by one customer. */
  readonly maxUsesPerCustomer?: bigint | null
}

/** A limit that many codes share: each use of one of them is a use of the campaign as well. */
export interface Campaign {
  readonly name: string
  readonly maxUses: bigint | null
  readonly maxUsesPerCustomer: bigint | null
  /** Uses of its codes that count: those of orders under way or paid, from when the code was in the campaign. */
  readonly uses: bigint
  /** Rises with every change of the campaign itself. */
  readonly version: bigint
}

/** A campaign as one customer meets it. */
export interface CampaignStanding extends Campaign {
  readonly usesOfCustomer: bigint
}

/** The one form of a campaign's name. Throws `RangeError` for what is none. */
export function campaignName(text: string): string {
  const name = canonicalCode(text)
  if (name === null) throw new RangeError(`campaign ${text}: a name is 3 to 32 of A-Z, 0-9, _ and -`)
  return name
}
