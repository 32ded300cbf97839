/** Settings that read well and name no database that can be used: one line that says so, exit code 1, no stack. */
import { strict as assert } from 'node:assert'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { it } from 'node:test'
import type { TestDatabase } from '../kit/database.ts'
import { ENVIRONMENT, endWithUs, MAIN, NODE_OPTIONS } from '../kit/server.ts'
import { onEveryEngine } from '../kit/suites.ts'

const LINE = /^revers: the database of DATABASE_URL cannot be used \((.+)\)\n$/

onEveryEngine('a start on a wrong database', (engine) => {
  it('is refused in one clear line', async () => {
    const database = await engine.create()
    try {
      const child = spawn(process.execPath, [...NODE_OPTIONS, MAIN], {
        cwd: database.directory,
        env: { ...ENVIRONMENT, DATABASE_URL: wrong(database), PORT: '0' },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      endWithUs(child)
      const [printed, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
      assert.match(said, LINE)
      assert.match(LINE.exec(said)?.[1] ?? '', /not a database|does not exist/)
      assert.deepEqual([printed, code], ['', 1])
    } finally {
      await database.drop()
    }
  })
})

/** A file that holds something else, or the name of a database the server does not have. */
function wrong({ url, directory }: TestDatabase): string {
  if (url.startsWith('sqlite:')) {
    const path = join(directory, 'letter.txt')
    writeFileSync(path, 'Dear Ana, this is a letter and no database at all.\n'.repeat(20))
    return `sqlite:${path}`
  }
  const other = new URL(url)
  other.pathname = '/no_such_database'
  return other.href
}
