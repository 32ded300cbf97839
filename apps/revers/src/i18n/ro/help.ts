import { romanianCount } from '../plural.ts'

const minutes = (count: number): string => romanianCount(count, { one: 'minut', few: 'minute', other: 'de minute' })
const days = (count: number): string => romanianCount(count, { one: 'zi', few: 'zile', other: 'de zile' })

/** How the shop works, for people. */
export const help = {
  title: 'Ajutor',
  lead: 'Cum cumperi, cum vinzi și ce se întâmplă cu banii tăi.',
  contents: 'Pe această pagină',
  holds: 'Rezervarea',
  holdsText: (user: number, guest: number): string =>
    user === guest
      ? `Când adaugi o piesă în coș, o păstrăm doar pentru tine ${minutes(user)}. În acest timp nimeni altcineva nu o poate cumpăra.`
      : `Când adaugi o piesă în coș, o păstrăm doar pentru tine: ${minutes(user)} dacă ești în cont, ${minutes(guest)} dacă nu. În acest timp nimeni altcineva nu o poate cumpăra.`,
  noHoldsText: 'Piesele din coș rămân de vânzare și pentru alții. O piesă devine a ta când o plătești.',
  renewText: 'Cu două minute înainte de sfârșit te întrebăm dacă mai ai nevoie de timp; o apăsare prelungește toate rezervările.',
  lapseText: 'Dacă timpul trece, piesa rămâne în coș, marcată, și nu intră în total. O poți rezerva din nou cât timp este liberă.',
  queueText: 'Dacă altcineva are în coș piesa pe care o vrei, intră la rând. Când se eliberează, o păstrăm câteva minute pentru tine.',
  money: 'Prețul și protecția',
  moneyText:
    'Prețul piesei este cel cerut de vânzător. Lângă el, înainte să o adaugi, scrie cât costă protecția cumpărătorului și livrarea.',
  protectionText: (count: number): string =>
    `Vânzătorul primește banii după ce confirmi că ai primit coletul sau la ${days(count)} după livrare, dacă nu spui nimic.`,
  parcelsText: 'Fiecare vânzător trimite un colet. De aceea protecția și livrarea se calculează pentru fiecare vânzător.',
  auctions: 'Licitațiile',
  bidText: 'Scrii cea mai mare sumă pe care o dai. Licităm pentru tine, pas cu pas, doar atât cât trebuie. Nimeni nu îți vede suma.',
  winText: 'Dacă ai câștigat, piesa intră în coșul tău la prețul la care ai câștigat-o. O poți plăti până la termenul afișat.',
  selling: 'Vânzarea',
  sellText: 'Descrii piesa, îi pui un preț și o trimiți cumpărătorului. Banii ajung în portofelul tău, de unde îi poți retrage.',
  returns: 'Anularea și returul',
  cancelText: 'Poți anula o comandă din pagina ei cât timp niciun colet nu a plecat. Banii se întorc pe calea pe care au venit.',
  returnText:
    'Piesa nu este cum a fost descrisă? Scrie la ajutor@example.com înainte să confirmi că ai primit-o; echipa îți poate da banii înapoi.',
  accessibility: 'Accesibilitate',
  accessibilityText:
    'Vrem ca oricine să poată cumpăra aici. Magazinul este construit după WCAG 2.2, nivelul AA: poate fi folosit doar cu tastatura, fără JavaScript, la 320 de pixeli, cu text de două ori mai mare, luminos sau întunecat și fără animații pentru cine le oprește.',
  checkedText:
    'Fiecare pagină este verificată automat cu axe, în Chromium. Nu am verificat încă de mână cu cititoare de ecran și nici în alte browsere.',
  reportText: 'Dacă ceva te împiedică, scrie la accesibilitate@example.com și spune-ne pagina.',
}
