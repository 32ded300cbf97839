/** What the staff of the shop sees and does. */
export const admin = {
  title: 'Administrare',
  confirmTitle: 'Confirmă că ești tu',
  confirmText: 'Acest pas mută bani. Scrie din nou parola contului.',
  confirmDo: 'Confirmă',
}
