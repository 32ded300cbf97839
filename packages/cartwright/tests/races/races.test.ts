import { sqlite } from '../../src/storage/sqlite.ts'
import { recycled } from '../contract/recycled.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { describeRaces } from './races.ts'

describeRaces('SQLite', async () => sqlite(':memory:'), { rounds: 5, storms: 6 })
describeRaces('PostgreSQL', recycled(openPostgres), { rounds: 3, storms: 3 })
