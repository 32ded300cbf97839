import { z } from 'zod'
import type { Actor } from '../context.ts'
import { ShopError } from '../errors.ts'
import { type Answer, type Call, type Route, route } from '../http/route.ts'
import { refusalText } from './refusal-words.ts'
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
  /** It moves money: only for who has signed in lately. */
  readonly money?: boolean
  /** What is said on the next page. Default: that it was done. */
  readonly said?: (call: Call<Body>, done: object) => string
  /** Does it, and answers what programs get. */
  readonly does: (call: Call<Body>, by: Actor) => Promise<object>
  /** A form of its own page is shown again when it is refused; default: the page before, with a sentence. */
  readonly refused?: Route['refused']
}

/** A POST of the staff: a form goes back to its page with a sentence, a program gets the answer. Who moves money has to have signed in lately. */
export function actRoute<Body>(admin: Admin, { path, summary, body, answer, back, money = false, said, does, refused }: Act<Body>): Route {
  return route<Body, unknown>({
    method: 'POST',
    path,
    summary,
    needs: 'admin',
    body,
    answer,
    run: async (call): Promise<Answer> => {
      if (money && !(await admin.signedInRecently(call))) return signInFirst(admin, call, back(call))
      const done = await does(call, staffOf(call))
      const text = said?.(call, done) ?? wordsOf(call).form.done
      return { status: 200, body: done, redirect: back(call), flash: { kind: 'ok', text } }
    },
    refused: refused ?? (async (call, error, details) => refusedAct(call, back(call), refusalText(error.code, details, call.locale))),
  })
}

const refusedAct = (call: Call, back: string, text: string): Answer => ({
  status: 303,
  body: null,
  forward: call.next ?? back,
  flash: { kind: 'error', text },
})

/** Programs are refused, browsers are led to where the password is asked for, and from there to the page of the form. */
function signInFirst({ signInAgain }: Admin, call: Call, back: string): Answer {
  if (call.json) throw new ShopError('login_required')
  return { status: 303, body: null, forward: `${signInAgain}?next=${encodeURIComponent(call.next ?? back)}` }
}

/** Who acts. */
export function staffOf({ user }: Call): Actor {
  if (user === null) throw new ShopError('login_required')
  return { id: user.id, role: 'staff' }
}
