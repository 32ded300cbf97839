import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { recordAct } from '../../audit/audit-rows.ts'
import type { Actor } from '../../index.ts'
import { type OpenDatabase, refusalOf, scenario, times } from './kit.ts'

const EVA: Actor = { id: 'eva', role: 'staff' }
const MIHAI: Actor = { id: 'mihai:1', role: 'seller' }

/** The record of what people did to what is not their own. */
export function describeAudit(open: OpenDatabase): void {
  describe('the audit log', () => {
    scenario(open, 'tells the newest first, page by page, of all or of one thing or person', async ({ shop, database, clock }) => {
      assert.deepEqual(await shop.audit.list(), { items: [], next: null })
      for (const index of times(7, (place) => place)) {
        clock.advance(index % 2 === 0 ? 0n : 1n)
        const act = { actor: index < 5 ? EVA : MIHAI, act: 'claim.release', before: { owner: 'user:ana' }, reason: `${index}` }
        await database.batch([recordAct(index % 3 === 0 ? 'garment:coat' : 'garment:hat', `id-${index}`, act, clock())])
      }
      const { items } = await shop.audit.list()
      assert.deepEqual(
        items.map(({ reason }) => reason),
        ['6', '5', '4', '3', '2', '1', '0'],
      )
      assert.deepEqual(items[0], {
        at: clock(),
        actor: MIHAI,
        act: 'claim.release',
        key: 'garment:coat',
        before: { owner: 'user:ana' },
        after: null,
        reason: '6',
      })
      const pages: (string | null)[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await shop.audit.list({ limit: 3, ...(cursor === undefined ? {} : { cursor }) })
        pages.push(...page.items.map(({ reason }) => reason), '|')
        if (page.next === null) break
        cursor = page.next
      }
      assert.equal(pages.join(''), '654|321|0|')
      const reasonsOf = async (page: Parameters<typeof shop.audit.list>[0]) =>
        (await shop.audit.list(page)).items.map(({ reason }) => reason)
      assert.deepEqual(await reasonsOf({ key: 'garment:coat' }), ['6', '3', '0'])
      assert.deepEqual(await reasonsOf({ actor: MIHAI }), ['6', '5'])
      assert.deepEqual(await reasonsOf({ actor: EVA, key: 'garment:hat' }), ['4', '2', '1'])
      assert.deepEqual(await reasonsOf({ actor: { ...EVA, role: 'seller' } }), [])
      const first = await shop.audit.list({ order: 'oldest', limit: 4 })
      const rest = await shop.audit.list({ order: 'oldest', cursor: first.next ?? '' })
      assert.equal([...first.items, ...rest.items].map(({ reason }) => reason).join(''), '0123456')
      assert.deepEqual(await reasonsOf({ order: 'oldest', key: 'garment:coat' }), ['0', '3', '6'])
    })

    scenario(open, 'refuses a page that is none', async ({ shop }) => {
      for (const page of [
        { limit: 0 },
        { limit: 501 },
        { limit: 1.5 },
        { order: 'actor' as 'newest' },
        { cursor: 'x' },
        { cursor: '' },
        { cursor: '1' },
      ])
        await refusalOf(shop.audit.list(page), 'invalid_input')
    })
  })
}
