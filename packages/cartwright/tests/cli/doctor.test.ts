import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Finding, sql } from '../../src/index.ts'
import { newPostgres } from '../storage/open-databases.ts'
import { here, json, run, sqliteAddress, withShop } from './command-kit.ts'

const QUICK = ['--pause', '0'] as const

function describeDoctorCommand(engine: string, empty: () => Promise<{ address: string; remove: () => Promise<void> }>): void {
  describe(`cartwright doctor, ${engine}`, () => {
    it('names what is broken, shows what would mend it, mends it when told', async () => {
      const { address, remove } = await empty()
      const database = ['--database', address, ...QUICK]
      try {
        await withShop(address, async (shop, shelf) => {
          await shop.stock.set(shelf.article('tote'), 10n)
          await shop.cart({ userId: 'ana' }).add(shelf.garment('coat'))
          await shop.wallets.topUp('ana', 5_000n, 'gift')
        })
        const well = await run(['doctor', ...database])
        assert.deepEqual([well.code, well.out], [0, 'no promise is broken\n'])

        await withShop(address, async ({ context: { db } }) => {
          await db.batch([
            sql`update stock set reserved = '4' where product = 'article:tote'`,
            sql`update account set balance = 9000 where id = 'wallet:ana:RON'`,
            sql`delete from cart_line where product = 'garment:coat'`,
          ])
        })
        const { code, out } = await here(['doctor', ...database])
        assert.equal(code, 1)
        assert.match(out, /^error P4 claim garment:coat: the hold on garment:coat has no line in an open cart$/m)
        assert.match(out, /^error P1 stock article:tote: article:tote counts 4 reserved, its holds have 0$/m)
        assert.match(out, /^error P7 account wallet:ana:RON: wallet:ana:RON has 9000, its transfers come to 5000$/m)
        assert.match(out, /^3 errors, 0 warnings$/m)

        const plan = await json(['doctor', ...database, '--fix'])
        assert.deepEqual([plan.exit, plan.errors, (plan.plan as Finding[]).length], [1, 3, 2])
        const told = await here(['doctor', ...database, '--fix'])
        assert.match(told.out, /^would count 0 of article:tote as reserved \(now 4\)$/m)
        assert.match(told.out, /^a person must decide: wallet:ana:RON has 9000/m)
        assert.equal((await json(['doctor', ...database])).errors, 3, 'a plan alone has changed something')

        const fixed = await json(['doctor', ...database, '--fix', '--apply'])
        assert.deepEqual([fixed.exit, fixed.errors], [1, 1])
        assert.deepEqual(
          (fixed.fixed as { table: string; outcome: string }[]).map(({ table, outcome }) => [table, outcome]),
          [
            ['claim', 'done'],
            ['stock', 'done'],
            ['account', 'person'],
          ],
        )
        await withShop(address, async ({ audit, context: { db } }) => {
          const { items } = await audit.list({ actor: { id: 'doctor', role: 'system' } })
          assert.deepEqual(items.map(({ act, key }) => [act, key]).sort(), [
            ['doctor.fix', 'article:tote'],
            ['doctor.fix', 'garment:coat'],
          ])
          await db.batch([sql`update account set balance = 5000 where id = 'wallet:ana:RON'`])
        })
        assert.match((await here(['doctor', ...database, '--fix', '--apply'])).out, /^no promise is broken$/m)
      } finally {
        await remove()
      }
    })

    it('warns of work that lies, which breaks no promise', async () => {
      const { address, remove } = await empty()
      try {
        await withShop(address, async (shop, shelf) => {
          await shop.cart({ userId: 'ana' }).add(shelf.good('tea'))
          await shop.context.db.batch([
            sql`insert into event (key, id, sequence, name, payload, line_id, quantity, made_at, targets, due_at)
              values ('k', 'e', 1, 'cart.cleared', '{}', null, null, 1, '[]', null)`,
            sql`insert into delivery (key, event_id, target, sequence, tries, due_at, failure) values ('k', 'e', 'handlers', 1, 9, null, 'gone')`,
          ])
        })
        const { code, out } = await here(['doctor', '--database', address, ...QUICK])
        assert.deepEqual([code, /^warning P17 delivery k e: .*\nno promise is broken, 1 warnings\n$/.test(out)], [0, true], out)
      } finally {
        await remove()
      }
    })
  })
}

describeDoctorCommand('SQLite', sqliteAddress)
describeDoctorCommand('PostgreSQL', async () => ({ address: await newPostgres(), remove: async () => undefined }))

describe('cartwright doctor', () => {
  it('answers wrong use with 2', async () => {
    const { address, remove } = await sqliteAddress()
    await here(['migrate', '--database', address])
    try {
      for (const words of [['--apply'], ['--batch', '0'], ['--batch', 'many'], ['--pause=-1'], ['more']])
        assert.equal((await here(['doctor', '--database', address, ...words])).code, 2, words.join(' '))
    } finally {
      await remove()
    }
  })
})
