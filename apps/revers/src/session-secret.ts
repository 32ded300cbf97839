import { firstOf, hashOf, newToken, type Shop } from 'cartwright'
import { putSetting, settingOf } from './setting-rows.ts'
import type { Settings } from './settings.ts'

const KEY = 'session-secret'

/**
 * What signs the session cookie: the setting, or a secret made on the first start and kept in the database, so that every process of the shop and every
 * restart has the same. Whoever reads it there could sign a cookie, but not one that logs anybody in: of those tokens only hashes are kept.
 */
export async function sessionSecret(shop: Shop, settings: Settings): Promise<string> {
  // A hash, so that a secret of any length gives a key of full length.
  if (settings.sessionSecret !== null) return hashOf(settings.sessionSecret)
  const { db, clock } = shop.context
  await db.batch([putSetting(KEY, newToken(), clock())])
  const [rows] = await db.read(settingOf(KEY))
  return String(firstOf(rows)?.value)
}
