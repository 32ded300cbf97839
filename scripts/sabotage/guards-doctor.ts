import { type Guard, patch, tests } from './guard.ts'

const CONTRACT = tests('contract/memory')
const FIX = 'doctor/fix.ts'

/** What the doctor mends is as it was seen; what he tells he has seen twice. */
export const doctorGuards: readonly Guard[] = [
  {
    name: 'doctor: a counter of units is as it was seen',
    patches: [patch(FIX, 'stockIs', 'and cast(reserved as text) = ${reserved}', "and ${reserved} <> ''")],
    tests: CONTRACT,
  },
  {
    name: 'doctor: a count of uses is as it was seen',
    patches: [patch(FIX, 'countUses', 'and uses = ${from}', 'and ${from} >= 0')],
    tests: CONTRACT,
  },
  {
    name: "doctor: a customer's count of uses is as it was seen",
    patches: [patch(FIX, 'countCustomer', 'and uses = ${from}', 'and ${from} >= 0')],
    tests: CONTRACT,
  },
  {
    name: "doctor: a campaign's count of uses is as it was seen",
    patches: [patch(FIX, 'countCampaign', 'and uses = ${from}', 'and ${from} >= 0')],
    tests: CONTRACT,
  },
  {
    name: "doctor: a customer's count of a campaign is as it was seen",
    patches: [patch(FIX, 'countCampaignOf', 'and uses = ${from}', 'and ${from} >= 0')],
    tests: CONTRACT,
  },
  {
    name: 'doctor: a count of who wait is as it was seen',
    patches: [patch(FIX, 'countWaiters', 'and waiters = ${from}', 'and ${from} >= 0')],
    tests: CONTRACT,
  },
  {
    name: 'doctor: a count of cash orders is as it was seen',
    patches: [patch(FIX, 'countCash', 'and open = ${from}', 'and ${from} >= 0')],
    tests: CONTRACT,
  },
  {
    name: 'doctor: a slot leads where it was seen to lead',
    patches: [patch(FIX, 'dropSlot', 'and cart_id = ${cart}', "and ${cart} <> ''")],
    tests: CONTRACT,
  },
  {
    name: 'doctor: a hold is as it was seen',
    patches: [patch(FIX, 'dropClaim', "and holder || ' ' || cast(expires_at as text) = ${seen}", "and ${seen} <> ''")],
    tests: CONTRACT,
  },
]
