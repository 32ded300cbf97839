import { sqlite } from '../../src/storage/sqlite.ts'
import { recycled } from '../contract/recycled.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { describeReading } from './reading.ts'

describeReading('SQLite', async () => sqlite(':memory:'))
describeReading('PostgreSQL', recycled(openPostgres))
