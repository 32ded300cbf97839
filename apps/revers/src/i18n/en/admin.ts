import type { admin as romanian } from '../ro/admin.ts'

export const admin: typeof romanian = {
  title: 'Administration',
  confirmTitle: 'Confirm that it is you',
  confirmText: 'This step moves money. Write the password of your account again.',
  confirmDo: 'Confirm',
}
