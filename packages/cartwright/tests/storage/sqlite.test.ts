import { describeDatabase } from '../../src/testing/database-contract.ts'
import { openFile, openMemory } from './open-databases.ts'

describeDatabase('sqlite on a file', openFile)
describeDatabase('sqlite in memory', openMemory)
