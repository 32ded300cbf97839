import { sqlite } from '../../src/storage/sqlite.ts'
import { recycled } from '../contract/recycled.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { describeFaults } from './faults.ts'

describeFaults('SQLite', async () => sqlite(':memory:'))
describeFaults('PostgreSQL', recycled(openPostgres))
