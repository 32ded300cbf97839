import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url))

it('nothing in the library changes or removes a row of the audit log', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('testing/'),
  )
  const writes = files.flatMap((file) =>
    [...readFileSync(join(SOURCE, file), 'utf8').matchAll(/\b(insert into|update|delete from|replace into|truncate)\s+audit\b/gi)].map(
      ([found]) => `${file}: ${found.toLowerCase().replaceAll(/\s+/g, ' ')}`,
    ),
  )
  assert.deepEqual(writes, ['audit/audit-rows.ts: insert into audit'])
})
