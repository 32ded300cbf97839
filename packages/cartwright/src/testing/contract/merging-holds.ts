import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer } from '../../index.ts'
import { ANA, BOGDAN, guest, type Kit, noticeCodes, type OpenDatabase, scenario, scenarioWith, times } from './kit.ts'
import { readTables } from './tables.ts'

/** Live holds of single pieces by the claims themselves. */
const claimsOf = async ({ database, clock }: Kit): Promise<number> => {
  const { claim } = await readTables(database)
  return claim.filter((row) => row.state === 'held' && (row.expires_at as bigint) > clock()).length
}

const fill = ({ shop, shelf }: Kit, buyer: Buyer, prefix: string, count: number, name = 'default') =>
  shop.cart(buyer, { name }).addMany(times(count, (index) => ({ product: shelf.garment(`${prefix}-${index}`) })))

/** Joining carts is no way round the limit of live holds. */
export function describeMergedHolds(open: OpenDatabase): void {
  describe('live holds when carts are joined', () => {
    scenario(open, '15 and 12 come to 20; the rest is saved, and free for others', async (kit) => {
      const { shop } = kit
      await fill(kit, ANA, 'own', 15)
      await fill(kit, guest('one'), 'came', 12)
      const { view, report, notices } = await shop.login({ token: guest('one').token }, ANA)
      assert.deepEqual([view.lines.length, view.saved.length, await claimsOf(kit)], [20, 7, 20])
      assert.ok(view.lines.every((line) => line.state === 'ok' && line.heldUntil !== null))
      assert.deepEqual([report.moved.length, report.saved.map(({ reason }) => reason)], [5, times(7, () => 'hold_limit')])
      assert.deepEqual(noticeCodes(notices), [...times(7, () => 'hold_limit'), 'merged'])
      const [given] = view.saved
      assert.equal((await shop.cart(BOGDAN).add({ type: 'garment', id: given?.product.id ?? '' })).view.lines[0]?.state, 'ok')
    })

    scenario(open, 'several merges in a row stay at the limit, whoever merges', async (kit) => {
      const { shop } = kit
      await fill(kit, ANA, 'own', 15)
      for (const name of ['one', 'two', 'three']) await fill(kit, guest(name), name, 12)
      await shop.login({ token: guest('one').token }, ANA)
      await shop.cart(ANA).merge(guest('two'))
      const { view, notices } = await shop.cart(ANA).merge(guest('three'), 'replace')
      assert.deepEqual([view.lines.length, view.saved.length, await claimsOf(kit)], [20, 31, 20])
      assert.deepEqual(noticeCodes(notices).filter((code) => code === 'hold_limit').length, 12)
      // A hold that is given back is room for the next one.
      const [first, second] = [view.lines[0]?.id ?? '', view.saved[0]?.id ?? '']
      await shop.cart(ANA).remove(first)
      assert.equal((await shop.cart(ANA).returnSaved(second)).view.lines.length, 20)
      assert.equal(await claimsOf(kit), 20)
    })

    scenarioWith(open, { holds: { limit: 4 } }, 'the carts of one login share the limit, with carts that are not joined', async (kit) => {
      const { shop } = kit
      await fill(kit, ANA, 'gift', 1, 'gifts')
      await fill(kit, guest('one'), 'a', 2)
      await fill(kit, guest('one'), 'b', 2, 'list')
      await shop.login({ token: guest('one').token }, ANA)
      const carts = await Promise.all(['default', 'list', 'gifts'].map((name) => shop.cart(ANA, { name }).read()))
      assert.deepEqual([carts.flatMap(({ lines }) => lines).length, carts.flatMap(({ saved }) => saved).length], [4, 1])
      assert.equal(await claimsOf(kit), 4)
      // Two carts of one buyer hold no more together than before.
      const { view } = await shop.cart(ANA).merge(shop.cart(ANA, { name: 'gifts' }))
      assert.deepEqual([view.saved.filter(({ product }) => product.id.startsWith('gift')).length, await claimsOf(kit)], [0, 4])
    })

    scenarioWith(open, { holds: { limit: 2 } }, 'a lapsed line does not get the hold of its twin beyond the limit', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      await shop.cart(ANA).add(coat)
      clock.advance(16n * 60_000n)
      await shop.cart(guest('one')).add(coat)
      await fill(kit, ANA, 'own', 2)
      const { view, report } = await shop.login({ token: guest('one').token }, ANA)
      assert.deepEqual(
        view.lines.map(({ product, state }) => [product.id, state]),
        [
          ['coat', 'expired'],
          ['own-0', 'ok'],
          ['own-1', 'ok'],
        ],
      )
      assert.deepEqual([report.summed[0]?.reason, await claimsOf(kit)], ['hold_limit', 2])
    })

    scenarioWith(open, { holds: { limit: 2 } }, 'the cart that makes room gives its holds back first', async (kit) => {
      const { shop } = kit
      await fill(kit, ANA, 'own', 2)
      await fill(kit, guest('one'), 'came', 2)
      const { view } = await shop.cart(ANA).merge(guest('one'), 'keep_guest')
      assert.deepEqual([view.lines.map(({ product }) => product.id), view.saved.length, await claimsOf(kit)], [['came-0', 'came-1'], 2, 2])
    })
  })
}
