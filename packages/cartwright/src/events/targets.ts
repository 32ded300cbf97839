import type { ShopSettings } from '../options.ts'
import type { EventName } from './event.ts'

/** Who is told by a call in this process. Webhooks are named by their address, so no other target can have this name. */
export const HANDLERS = 'handlers'

/** Everybody who is to be told of such an event, as the options say now: a webhook that is added later hears of later events only. */
export const targetsOf = ({ on, webhooks }: ShopSettings, name: EventName): readonly string[] => [
  ...(on[name] === undefined ? [] : [HANDLERS]),
  ...webhooks.filter(({ events }) => events === null || events.includes(name)).map(({ url }) => url),
]
