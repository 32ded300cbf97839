import type { NewDiscount } from 'cartwright'

const DAY = 86_400_000n

/** The codes of the demonstration; two have windows that do not hold today. */
export const demoDiscounts = (now: bigint): readonly NewDiscount[] => [
  { code: 'BUNVENIT10', kind: 'percent', value: 1_000n, maxUsesPerCustomer: 1n },
  { code: 'MINUS20LEI', kind: 'fixed', value: 2_000n, minOrder: 10_000n },
  { code: 'ULTIMUL', kind: 'percent', value: 5_000n, maxDiscount: 10_000n, maxUses: 1n },
  { code: 'EXPIRAT', kind: 'percent', value: 1_000n, startsAt: now - 30n * DAY, endsAt: now - DAY },
  { code: 'VIITOR', kind: 'percent', value: 1_000n, startsAt: now + 30n * DAY, endsAt: now + 60n * DAY },
]
