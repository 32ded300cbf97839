import { sqlite } from '../../src/storage/sqlite.ts'
import { describeCampaigns } from '../../src/testing/contract/discounts-campaigns.ts'
import { describeCampaignKeeping } from '../../src/testing/contract/discounts-campaigns-keeping.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { recycled } from './recycled.ts'

describeCampaigns(async () => sqlite(':memory:'))
describeCampaignKeeping(async () => sqlite(':memory:'))
const open = recycled(openPostgres)
describeCampaigns(open)
describeCampaignKeeping(open)
