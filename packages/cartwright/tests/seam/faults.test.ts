import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { describeFaults } from './faults.ts'

describeFaults('SQLite', recycled(openMemory))
describeFaults('PostgreSQL', recycled(openPostgres))
