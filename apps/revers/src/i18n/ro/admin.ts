/** What the staff of the shop sees and does. */
export const admin = {
  title: 'Administrare',
}
