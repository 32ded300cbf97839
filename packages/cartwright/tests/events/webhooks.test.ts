import { sqlite } from '../../src/storage/sqlite.ts'
import { recycled } from '../contract/recycled.ts'
import { openPostgres } from '../storage/open-databases.ts'
import { describeWebhooks } from './webhooks.ts'

describeWebhooks('SQLite', async () => sqlite(':memory:'))
describeWebhooks('PostgreSQL', recycled(openPostgres))
