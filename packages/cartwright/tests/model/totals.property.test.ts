import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { describeTotals } from './totals.ts'

describeTotals('SQLite', recycled(openMemory), 1)
describeTotals('PostgreSQL', recycled(openPostgres), 0.2)
