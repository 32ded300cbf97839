/** Pages for what went wrong. */
export const faults = {
  notFound: 'Pagina nu există',
  notFoundText: 'Adresa este greșită sau pagina a fost mutată. Coșul tău este neatins.',
  forbidden: 'Nu ai acces aici',
  refused: 'Nu s-a putut',
  tooMany: 'Prea multe încercări',
  broken: 'Ceva nu a mers la noi',
  brokenText: 'Greșeala este a noastră și a fost notată. Coșul tău este neatins; încearcă din nou.',
  away: 'Magazinul revine imediat',
  awayText: 'Nu putem răspunde acum. Încearcă din nou peste câteva momente; coșul tău este păstrat.',
}
