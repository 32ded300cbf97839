import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { describeLogins } from './logins.ts'

describeLogins('SQLite', recycled(openMemory))
describeLogins('PostgreSQL', recycled(openPostgres))
