import { ANA } from '../../src/testing/contract/kit.ts'
import { type Action, filled, lapsed, ordering, paying, tote } from './actions-kit.ts'

/** What is done where units are kept from the add on. */
export const KEEPING: readonly Action[] = [
  {
    name: 'add of more units, and of a coat',
    prepare: async (kit) => {
      const cart = await filled(kit)
      const items = [
        { product: kit.shelf.garment('scarf') },
        { product: tote, quantity: 2n },
        { product: tote, options: { colour: 'red' } },
      ]
      return () => cart.addMany(items)
    },
  },
  {
    name: 'add that takes lapsed units back',
    prepare: async (kit) => {
      const cart = await lapsed(kit)
      return () => cart.add(tote, { quantity: 2n })
    },
  },
  {
    name: 'update of kept units',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.update(tote, { quantity: 9n })
    },
  },
  {
    name: 'restore over kept and lapsed units',
    prepare: async (kit) => {
      const cart = await lapsed(kit)
      const lines = [
        { product: tote, options: { colour: 'red' }, quantity: '3' },
        { product: tote, quantity: '2' },
        { product: kit.shelf.garment('hat'), quantity: '1' },
      ]
      return () => cart.restore({ version: 1, currency: 'RON', lines, codes: ['NONE'] }, { mode: 'replace' })
    },
  },
  {
    name: 'clear of kept and lapsed units',
    prepare: async (kit) => {
      const cart = await lapsed(kit)
      await cart.add(tote, { options: { colour: 'red' } })
      return () => cart.clear()
    },
  },
  {
    name: 'merge of kept units',
    prepare: async (kit) => {
      await filled(kit)
      await kit.shop.cart({ token: 'guest' }).add(tote, { quantity: 4n })
      return () => kit.shop.login({ token: 'guest' }, ANA)
    },
  },
  { name: 'wallet checkout of kept units', prepare: (kit) => ordering(kit, 'wallet') },
  { name: 'card checkout of kept units', prepare: (kit) => ordering(kit, 'card') },
  {
    name: 'settle paid of kept units',
    prepare: async (kit) => {
      const attempt = await paying(kit)
      const paid = kit.card.pay(attempt)
      return () => kit.shop.settle(attempt, paid)
    },
  },
  {
    name: 'settle failed of kept units',
    prepare: async (kit) => {
      const attempt = await paying(kit)
      return () => kit.shop.settle(attempt, { state: 'failed', reason: 'card_declined' })
    },
  },
  {
    name: 'units reserved by the app',
    prepare: async (kit) => {
      await lapsed(kit)
      const until = kit.clock() + 60_000n
      return () => kit.shop.stock.reserve(tote, 4n, { holder: 'call', until })
    },
  },
]
