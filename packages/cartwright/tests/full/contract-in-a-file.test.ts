import { describeShop } from '../../src/testing/shop-contract.ts'
import { recycled } from '../contract/recycled.ts'
import { openFile } from '../storage/open-databases.ts'

describeShop('SQLite in a file', recycled(openFile))
