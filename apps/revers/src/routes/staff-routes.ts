import type { Shop } from 'cartwright'
import { adminRoutes } from 'cartwright/admin'
import { type Answer, type Call, formState, type Route, route, statusOf } from 'cartwright/http'
import { z } from 'zod'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import type { Passwords } from '../people/passwords.ts'
import { confirmPassword, findPeople, isConfirmed, peopleWithIds } from '../people/people.ts'
import { preferencesOf } from '../preferences.ts'
import { confirmPage } from '../views/confirm-page.ts'
import { EMPTY_FORM, type FormState } from '../views/types.ts'
import { nextQuery } from './schemas.ts'
import { userOf } from './user-of.ts'

const PATH = '/admin'
const SIGN_IN = `${PATH}/sign-in`

/** The library's admin with the people of revers, and the page where the staff gives the password again before money moves. */
export const staffRoutes = (shop: Shop, passwords: Passwords): readonly Route[] => [
  route({
    method: 'GET',
    path: SIGN_IN,
    summary: 'The form to give the password again, before acts on money',
    needs: 'admin',
    query: nextQuery,
    run: async (call) => ({ status: 200, body: {}, page: () => formOf(shop, call, call.query.next ?? PATH, EMPTY_FORM) }),
  }),
  route({
    method: 'POST',
    path: SIGN_IN,
    summary: 'Give the password again: acts on money are possible for a quarter of an hour',
    needs: 'admin',
    body: z.strictObject({ password: z.string().max(200) }),
    idempotency: 'none',
    limit: 'login',
    status: 204,
    run: async (call): Promise<Answer> => {
      await confirmPassword(shop, passwords, userOf(call), call.session.token ?? '', call.body.password)
      // The form itself was not kept: what it was about to do is somebody's own to say again.
      const flash = { kind: 'ok', text: messagesOf(call.locale).admin.confirmed } as const
      return { status: 204, body: null, redirect: PATH, flash }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => formOf(shop, call, call.next ?? PATH, formState(call.fields, error.code, details)),
    }),
  }),
  ...adminRoutes(shop, {
    path: PATH,
    signInAgain: SIGN_IN,
    signedInRecently: async ({ session }) => session.token !== null && isConfirmed(shop, session.token),
    people: {
      find: (text) => findPeople(shop, text),
      names: (ids) => peopleWithIds(shop, ids),
    },
    theme: ({ request }) => {
      const { theme } = preferencesOf(request)
      return theme === 'system' ? undefined : theme
    },
    timeZone: 'Europe/Bucharest',
  }),
]

const formOf = async (shop: Shop, call: Call, next: string, form: FormState): Promise<string> =>
  String(confirmPage(await pageContext(shop, call), { next, form }))
