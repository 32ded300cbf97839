import type { ShopSettings } from '../options.ts'
import type { EventName } from './event.ts'

/** Who is told by a call in this process. Webhooks are named by their address, so no other target can have this name. */
export const HANDLERS = 'handlers'

/** A target as it may be shown: an address may hold a secret behind its question mark. */
export const shownTarget = (target: string): string => target.replace(/[?#].*/s, '')

/** Everybody who is to be told of such an event, as the options say now: a webhook that is added later hears of later events only. */
export const targetsOf = ({ on, webhooks }: ShopSettings, name: EventName): readonly string[] => [
  ...(on[name] === undefined ? [] : [HANDLERS]),
  ...webhooks.filter(({ events }) => events === null || events.includes(name)).map(({ url }) => url),
]
