import { describeShop } from '../../src/testing/shop-contract.ts'
import { openMemory } from '../storage/open-databases.ts'
import { recycled } from './recycled.ts'

describeShop('SQLite in memory', recycled(openMemory))
