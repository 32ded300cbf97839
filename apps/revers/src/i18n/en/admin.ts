import type { admin as romanian } from '../ro/admin.ts'

export const admin: typeof romanian = {
  title: 'Administration',
}
