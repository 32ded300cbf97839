import { z } from 'zod'
import type { AuditView } from '../../audit/list-acts.ts'
import type { Actor } from '../../context.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { timeSchema } from '../../http/schemas.ts'
import { moment } from '../format.ts'
import { page, tag } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { type Asked, findOwner, namesOf, ownerName } from '../people.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordFor, wordsOf } from '../words.ts'
import { WORDS } from './words.ts'

const ROLES = ['staff', 'seller', 'buyer', 'system'] as const

interface AuditQuery extends ListQuery {
  /** Named as all boxes for a person are: who is chosen of several comes back in it. */
  readonly buyer?: string
  readonly role?: Actor['role']
  readonly act?: string
  readonly key?: string
}

const query = listQuery<AuditQuery>({ buyer: searchText, role: z.enum(ROLES).optional(), act: searchText, key: searchText }, ['newest'])

const details = z.record(z.string(), z.string().nullable()).nullable()
const answer = z.strictObject({
  items: z.array(
    z.strictObject({
      at: timeSchema,
      actor: z.strictObject({ id: z.string(), role: z.string() }),
      act: z.string(),
      key: z.string(),
      before: details,
      after: details,
      reason: z.string().nullable(),
    }),
  ),
  next: z.exactOptional(z.string()),
})

const USER = 'user:'

/** What sellers, staff and the shop itself did to what is not their own. */
export const audit = (admin: Admin): readonly Route[] => [
  route<unknown, AuditQuery>({
    method: 'GET',
    path: `${admin.path}/audit`,
    summary:
      'What sellers, staff and the shop itself did to what is not their own, newest first; of one person, of one kind, or to one thing',
    needs: 'admin',
    query,
    answer,
    run: async (call) => {
      const asked = await findOwner(admin, call, call.query.buyer)
      const { items, next } = await read(admin, call, asked)
      const body = { items: items.map(({ at, ...act }) => ({ at: isoTime(at), ...act })), ...(next !== null && { next }) }
      return { status: 200, body, page: () => auditPage(admin, call, { items, next, asked }) }
    },
  }),
]

async function read({ shop }: Admin, { query: sent }: Call<unknown, AuditQuery>, { owner, note }: Asked) {
  if (note !== null) return { items: [], next: null }
  const { limit, cursor, act, key, role = 'staff' } = sent
  const id = owner?.startsWith(USER) ? owner.slice(USER.length) : owner
  const actor = id === undefined ? undefined : { id, role }
  return shop.audit.list(given({ limit, cursor, act, key, actor }))
}

async function auditPage(
  admin: Admin,
  call: Call<unknown, AuditQuery>,
  { items, next, asked }: { readonly items: readonly AuditView[]; readonly next: string | null; readonly asked: Asked },
): Promise<string> {
  const words = WORDS[call.locale]
  const { locale } = call
  const names = await namesOf(
    admin,
    items.map(({ actor }) => `${USER}${actor.id}`),
  )
  const who = ({ actor }: AuditView): string =>
    actor.role === 'system' ? words.roles.system : ownerName(call, names, `${USER}${actor.id}`)
  const main = drawList<AuditView>(call, {
    caption: words.caption,
    path: hrefOf(admin, 'audit'),
    items,
    next,
    note: asked.note,
    empty: words.empty,
    filters: [
      { name: 'buyer', label: words.who, hint: words.actorHint, type: 'search' },
      { name: 'role', label: words.roleOf, choices: words.roles },
      { name: 'act', label: words.act, hint: words.actHint },
      { name: 'key', label: words.key, type: 'search' },
    ],
    columns: [
      { label: words.at, cell: ({ at }) => moment(at, admin, locale) },
      { label: words.who, cell: who },
      { label: words.role, cell: ({ actor }) => wordFor(words.roles, actor.role) },
      { label: words.act, cell: ({ act }) => tag(act) },
      { label: words.key, cell: ({ key }) => key },
      { label: words.change, cell: changeOf },
      { label: words.reason, cell: ({ reason }) => reason ?? wordsOf(call).none },
    ],
  })
  return page(admin, call, { title: words.title, section: 'audit', main })
}

/** What was there before and after, in one line. */
function changeOf({ before, after }: AuditView): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names
    .map((name) => {
      const [was, is] = [before?.[name] ?? null, after?.[name] ?? null]
      return was === null ? `${name}: ${is}` : is === null ? `${name}: ${was} → –` : `${name}: ${was} → ${is}`
    })
    .join('; ')
}
