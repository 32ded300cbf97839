import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { describeRaces } from './races.ts'

const often = process.env.THOROUGH === '1' ? { rounds: 20, storms: 12 } : { rounds: 2, storms: 2 }
describeRaces('SQLite', recycled(openMemory), often)
describeRaces('PostgreSQL', recycled(openPostgres), often)
