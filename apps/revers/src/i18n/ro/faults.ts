/** Pages for what went wrong. */
export const faults = {
  notFound: 'Pagina nu există',
  notFoundText: 'Adresa este greșită sau pagina a fost mutată. Coșul tău este neatins.',
  gone: 'Piesa nu mai este de vânzare',
  goneText: 'A fost o singură bucată și și-a găsit stăpân. Coșul tău este neatins.',
  forbidden: 'Nu ai acces aici',
  forbiddenText: 'Pagina este a altcuiva sau cere alt cont.',
  refused: 'Nu s-a putut',
  refusedText: 'Nu am schimbat nimic. Întoarce-te la magazin și încearcă din nou.',
  tooMany: 'Prea multe încercări',
  tooManyText: 'Așteaptă puțin, apoi încearcă din nou. Coșul tău este neatins.',
  broken: 'Ceva nu a mers la noi',
  brokenText: 'Greșeala este a noastră și a fost notată. Coșul tău este neatins; încearcă din nou.',
  away: 'Magazinul revine imediat',
  awayText: 'Nu putem răspunde acum. Încearcă din nou peste câteva momente; coșul tău este păstrat.',
  again: 'Încearcă din nou',
  number: 'Eroarea',
}
