import { z } from 'zod'
import { ShopError } from '../errors.ts'
import { statusOf } from '../http/problem.ts'
import { type FormState, formState } from '../http/render.ts'
import { type Answer, type RefusalDetails, type Route, route } from '../http/route.ts'
import { formAgain } from './refused.ts'
import { type Admin, hrefOf } from './settings.ts'
import { carriedForm, isSent, SIGN_IN, signInPage } from './sign-in-page.ts'
import { wordsOf } from './words.ts'

/** Besides its own fields it takes those of the form that waits, and no others: the rate limit goes by names it knows. */
const OWN = ['password', 'to']
const body = z
  .looseObject({ password: z.string().max(200), to: z.string().max(2_000).optional() })
  .refine((fields) => Object.keys(fields).every((name) => OWN.includes(name) || isSent(name)))

/** Where the password is given again, before acts on money. What waited for it is shown again as it was sent, and sent by its own button: nothing is done here. */
export const signInRoutes = (admin: Admin, pages: readonly Route[]): readonly Route[] => [
  route({
    method: 'GET',
    path: hrefOf(admin, SIGN_IN),
    summary: 'The form to give the password again, before acts on money',
    needs: 'admin',
    run: async (call) => ({ status: 200, body: {}, page: () => signInPage(admin, call, null) }),
  }),
  route<z.infer<typeof body>, unknown>({
    method: 'POST',
    path: hrefOf(admin, SIGN_IN),
    summary: 'Give the password again: acts on money are possible from now on, for as long as the app says',
    needs: 'admin',
    body,
    idempotency: 'none',
    limit: 'login',
    status: 204,
    run: async (call): Promise<Answer> => {
      if (!(await admin.signInAgain(call, call.body.password))) throw new ShopError('invalid_credentials')
      const waiting = carriedForm(call)
      const again = waiting === null ? null : await formAgain(admin, pages, call, waiting)
      const flash = { kind: 'ok', text: wordsOf(call).signIn.confirmed } as const
      return again ?? { status: 204, body: null, redirect: admin.path, flash }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => signInPage(admin, call, carriedForm(call), refusedPassword(error, details)),
    }),
  }),
]

/** What is wrong with the password, which itself is not shown again. */
function refusedPassword({ code }: ShopError, details: RefusalDetails): FormState {
  const wrong = code === 'invalid_credentials' ? [{ field: 'password', code: 'wrong_password' }] : []
  return { ...formState({}, code, details), ...(wrong.length > 0 && { errors: wrong }) }
}
