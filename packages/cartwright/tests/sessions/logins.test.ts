import { sqlite } from '../../src/storage/sqlite.ts'
import { recycled } from '../contract/recycled.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { describeLogins } from './logins.ts'

describeLogins('SQLite', async () => sqlite(':memory:'))
describeLogins('PostgreSQL', recycled(openPostgres))
