import { describeShop } from '../../src/testing/shop-contract.ts'
import { openFile } from '../storage/open-databases.ts'
import { recycled } from './recycled.ts'

describeShop('SQLite in a file', recycled(openFile))
