import type { admin as romanian } from '../ro/admin.ts'

export const admin: typeof romanian = {
  title: 'Administration',
  confirmTitle: 'Confirm that it is you',
  confirmText:
    'This step moves money or gives a discount. Nothing was done yet: write the password of your account, then send the form again.',
  confirmDo: 'Confirm',
  confirmed: 'The password is confirmed. Nothing was done yet: send the form again.',
}
