import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { describeWebhooks } from './webhooks.ts'

describeWebhooks('SQLite', recycled(openMemory))
describeWebhooks('PostgreSQL', recycled(openPostgres))
