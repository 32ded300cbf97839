import { describeDatabase } from '../../src/testing/database-contract.ts'
import { openPostgres } from './open-databases.ts'

describeDatabase('postgres', openPostgres)
