import { sqlite } from '../../src/storage/sqlite.ts'
import { recycled } from '../contract/recycled.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { describeTotals } from './totals.ts'

describeTotals('SQLite', async () => sqlite(':memory:'), 1)
describeTotals('PostgreSQL', recycled(openPostgres), 0.2)
