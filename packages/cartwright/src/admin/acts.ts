import { z } from 'zod'
import type { Actor } from '../context.ts'
import { ShopError } from '../errors.ts'
import { type Answer, type Call, type Route, route } from '../http/route.ts'
import type { Admin } from './settings.ts'
import { wordsOf } from './words.ts'

/** Every act of the staff says why. */
export const reason: z.ZodType<string> = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^\P{C}*$/u)

export interface Act<Body> {
  readonly path: string
  readonly summary: string
  readonly body: z.ZodType<Body>
  readonly answer: z.ZodType
  /** The page a form comes back to. */
  readonly back: (call: Call) => string
  /** It moves money, or makes value: only for who has signed in lately. A function says whether this one does. */
  readonly money?: boolean | ((call: Call<Body>) => Promise<boolean>)
  /** Makes the fields of its form into what the schema knows, such as amounts with a comma. */
  readonly fromForm?: Route['fromForm']
  /** What is said on the next page. Default: that it was done, or that it had been before. */
  readonly said?: (call: Call<Body>, done: object) => string
  /** Does it, and answers what programs get. */
  readonly does: (call: Call<Body>, by: Actor) => Promise<object>
  /** A form of its own page is shown again when it is refused; default: the page before, with the form as it was sent. */
  readonly refused?: Route['refused']
}

/** A POST of the staff: a form goes back to its page with a sentence, a program gets the answer. Who moves money has to have signed in lately. */
export function actRoute<Body>(admin: Admin, act: Act<Body>): Route {
  const { path, summary, body, answer, back, money = false, fromForm, said, does, refused } = act
  return route<Body, unknown>({
    method: 'POST',
    path,
    summary,
    needs: 'admin',
    body,
    answer,
    ...(fromForm !== undefined && { fromForm }),
    run: async (call): Promise<Answer> => {
      const isMoney = typeof money === 'function' ? await money(call) : money
      if (isMoney) await proved(admin, call)
      const by = staffOf(call)
      // A program reads the answer; nobody tells it in words.
      if (call.json) return { status: 200, body: await does(call, by) }
      const before = await placeInRecord(admin, by)
      const done = await does(call, by)
      const { form } = wordsOf(call)
      const text = said?.(call, done) ?? ((await placeInRecord(admin, by)) === before ? form.doneBefore : form.done)
      return { status: 200, body: done, redirect: back(call), flash: { kind: 'ok', text } }
    },
    ...(refused !== undefined && { refused }),
  })
}

/** Tells whether an act was noted: whatever was done before changes nothing, and is not noted again. */
async function placeInRecord({ shop }: Admin, actor: Actor): Promise<string> {
  const { items, next } = await shop.audit.list({ actor, limit: 1 })
  return `${items.length} ${next}`
}

/** Refuses who has not signed in lately, with `login_required`: a browser is asked for the password, with the form that was sent. */
export async function proved({ signedInRecently }: Admin, call: Call): Promise<void> {
  if (!(await signedInRecently(call))) throw new ShopError('login_required')
}

/** Who acts. */
export function staffOf({ user }: Call): Actor {
  if (user === null) throw new ShopError('login_required')
  return { id: user.id, role: 'staff' }
}
