import type { Shop } from 'cartwright'

/** What the shop keeps of the price of sellers' goods, in percent: `10`. */
export const commissionOf = ({ context }: Shop): number => Number(context.options.sellers?.commission ?? 0n) / 100
