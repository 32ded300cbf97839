/** What the staff of the shop sees and does. */
export const admin = {
  title: 'Administrare',
  confirmTitle: 'Confirmă că ești tu',
  confirmText: 'Acest pas mută bani sau dă o reducere. Încă nu s-a făcut nimic: scrie parola contului, apoi trimite din nou formularul.',
  confirmDo: 'Confirmă',
  confirmed: 'Parola este confirmată. Încă nu s-a făcut nimic: trimite din nou formularul.',
}
