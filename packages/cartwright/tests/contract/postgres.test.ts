import { describeShop } from '../../src/testing/shop-contract.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { recycled } from './recycled.ts'

describeShop('PostgreSQL', recycled(openPostgres))
