import { ON_CARTS } from './actions-carts.ts'
import { KEEPING } from './actions-kept-units.ts'
import { type Action, KEPT } from './actions-kit.ts'
import { ON_ORDERS } from './actions-orders.ts'

/** Every action that changes something: faults and cuts are tried at each statement of each. */
export const ACTIONS: readonly Action[] = [...KEEPING.map((action) => ({ ...action, options: KEPT })), ...ON_CARTS, ...ON_ORDERS]
