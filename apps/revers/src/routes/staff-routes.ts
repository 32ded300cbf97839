import type { Shop } from 'cartwright'
import { adminRoutes } from 'cartwright/admin'
import type { Route } from 'cartwright/http'
import type { Passwords } from '../people/passwords.ts'
import { confirmPassword, findPeople, isConfirmed, peopleWithIds } from '../people/people.ts'
import { preferencesOf } from '../preferences.ts'

/** The library's admin with the people of revers, who give their password again before money moves. */
export const staffRoutes = (shop: Shop, passwords: Passwords): readonly Route[] =>
  adminRoutes(shop, {
    path: '/admin',
    signedInRecently: async ({ session }) => session.token !== null && isConfirmed(shop, session.token),
    signInAgain: async ({ user, session }, password) =>
      user !== null && session.token !== null && confirmPassword(shop, passwords, user, session.token, password),
    people: {
      find: (text) => findPeople(shop, text),
      names: (ids) => peopleWithIds(shop, ids),
    },
    theme: ({ request }) => {
      const { theme } = preferencesOf(request)
      return theme === 'system' ? undefined : theme
    },
    timeZone: 'Europe/Bucharest',
  })
