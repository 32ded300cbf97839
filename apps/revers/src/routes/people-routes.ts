import type { Shop } from 'cartwright'
import { type Call, formState, type Route, route, sitePath, statusOf } from 'cartwright/http'
import { z } from 'zod'
import { pageContext } from '../page-context.ts'
import type { Passwords } from '../people/passwords.ts'
import { canonicalEmail, checkCredentials, closeLogin, openLogin, register } from '../people/people.ts'
import { loginPage, registerPage } from '../views/sign-in-pages.ts'
import { EMPTY_FORM, type FormState } from '../views/types.ts'
import { nextQuery, userAnswer } from './schemas.ts'

const HOME = '/'
const ACCOUNT = '/account'
const password = z.string().max(200)
const loginBody = z.strictObject({ email: z.string().max(200), password })
const registerBody = z.strictObject({
  email: z
    .string()
    .max(200)
    .refine((text) => canonicalEmail(text) !== null, { error: 'email' }),
  password: password.min(8),
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^\P{C}*$/u),
})

/** Logging in and out, and making an account. Passwords are sent once and never kept, so no key of a request is honoured here. */
export const peopleRoutes = (shop: Shop, passwords: Passwords): readonly Route[] => [
  signInPage(shop, '/login', 'The form to log in', loginPage),
  signInPage(shop, '/register', 'The form to make an account', registerPage),
  route({
    method: 'POST',
    path: '/login',
    summary: 'Log in; the cart of the guest joins the one of the account',
    body: loginBody,
    answer: userAnswer,
    idempotency: 'none',
    limit: 'login',
    run: async (call) => {
      const user = await checkCredentials(shop, passwords, call.body)
      const token = await openLogin(shop, user, call.session.token)
      return { status: 200, body: { user }, redirect: HOME, session: { token } }
    },
    refused: async (call, error, details) =>
      signInAgain(shop, call, statusOf(error), loginPage, formState(call.fields, error.code, details)),
  }),
  route({
    method: 'POST',
    path: '/register',
    summary: 'Make an account and log in',
    body: registerBody,
    answer: userAnswer,
    status: 201,
    idempotency: 'none',
    limit: 'register',
    run: async (call) => {
      const { email, ...rest } = call.body
      const user = await register(shop, passwords, { ...rest, email: canonicalEmail(email) ?? email })
      const token = await openLogin(shop, user, call.session.token)
      return { status: 201, body: { user }, redirect: HOME, session: { token } }
    },
    refused: async (call, error, details) =>
      signInAgain(shop, call, statusOf(error), registerPage, formState(call.fields, error.code, details)),
  }),
  route({
    method: 'POST',
    path: '/logout',
    summary: 'Log out',
    idempotency: 'none',
    status: 204,
    run: async ({ session }) => {
      if (session.token !== null) await closeLogin(shop, session.token)
      return { status: 204, body: null, redirect: HOME, session: null }
    },
  }),
]

type SignInPage = typeof loginPage

const signInPage = (shop: Shop, path: string, summary: string, page: SignInPage): Route =>
  route({
    method: 'GET',
    path,
    summary,
    query: nextQuery,
    run: async (call) => {
      const { next } = call.query
      // Whoever is logged in already goes on; a program gets the same answer as anybody.
      if (call.user !== null && !call.json) {
        const location = sitePath(next ?? ACCOUNT, call.url.origin) ?? ACCOUNT
        return { status: 303, body: null, headers: { location }, page: () => '' }
      }
      return {
        status: 200,
        body: {},
        page: async () => String(page(await pageContext(shop, call), { next: next ?? HOME, form: EMPTY_FORM })),
      }
    },
  })

/** The same form with what was wrong. The browser's session is left as it is. */
const signInAgain = (shop: Shop, call: Call, status: number, page: SignInPage, form: FormState) => ({
  status,
  body: null,
  page: async (): Promise<string> => String(page(await pageContext(shop, call), { next: call.next ?? HOME, form })),
})
