import { sqlite } from '../../src/storage/sqlite.ts'
import { describeShop } from '../../src/testing/shop-contract.ts'

describeShop('SQLite in memory', async () => sqlite(':memory:'))
