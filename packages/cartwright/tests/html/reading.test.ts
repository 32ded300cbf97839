import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { describeReading } from './reading.ts'

describeReading('SQLite', recycled(openMemory))
describeReading('PostgreSQL', recycled(openPostgres))
