import { html, type Piece } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'

/** Why a line of a file was not taken, as the engine says it, and the same in Romanian with what it names. */
const ROMANIAN: readonly (readonly [says: RegExp, text: string])[] = [
  [/^(\w+): "(.*)" is not an amount/, '$1: „$2” nu este o sumă, cum este 12,50.'],
  [/^(\w+): "(.*)" is not a percentage/, '$1: „$2” nu este un procent cu cel mult două zecimale.'],
  [/^(\w+): "(.*)" is not above zero$/, '$1: „$2” nu este mai mare decât zero.'],
  [/^(\w+): "(.*)" is not a whole number$/, '$1: „$2” nu este un număr întreg.'],
  [/^(\w+): "(.*)" is not a time in UTC, such as (.+)$/, '$1: „$2” nu este o oră UTC, cum este $3.'],
  [/^(\w+): "(.*)" is not yes or no$/, '$1: „$2” nu este yes sau no.'],
  [/^(\w+): "(.*)" is not a list in JSON, such as (.+)$/, '$1: „$2” nu este o listă JSON, cum este $3.'],
  [/^(\w+): "(.*)" is not percent or fixed$/, '$1: „$2” nu este percent sau fixed.'],
  [/^(\w+): "(.*)" is not (\w+), the currency of this shop$/, '$1: „$2” nu este $3, moneda magazinului.'],
  [/^the code is in line (\d+) already$/, 'Codul este deja în linia $1.'],
  [/^there is no campaign (.+)$/, 'Nu există campania $1.'],
  [/^there are (\d+) cells, and (\d+) columns$/, 'Linia are $1 celule, iar fișierul $2 coloane.'],
  [/^from here on it is no CSV/, 'De aici înainte nu mai este CSV: ghilimelele nu se închid.'],
  [/: a code is 3 to 32/, 'Codul are 3–32 de semne: numai litere de la A la Z, cifre, _ și -.'],
  [/: a name is 3 to 32/, 'Numele campaniei are 3–32 de semne: numai litere de la A la Z, cifre, _ și -.'],
  [/: the value must be/, 'Valoarea este un procent de la 0,01 la 100 sau o sumă mai mare decât zero.'],
  [/: it ends before it starts$/, 'Sfârșitul este înaintea începutului.'],
  [/: it was used (\d+) times, more often than maxUses$/, 'Codul a fost folosit de $1 ori, mai des decât max_uses.'],
  [/: it was used more often than maxUses$/, 'Codul a fost folosit mai des decât max_uses.'],
  [/: (\w+) must not be negative/, 'Un număr este negativ sau prea mare ($1).'],
  [/: the phase must be/, 'phase este un număr de la 0 la 99.'],
  [/: the priority must be/, 'priority este un număr de la -1.000.000 la 1.000.000.'],
  [/: an exclusive group is/, 'exclusive este none, * sau cel mult 32 de litere mici, cifre, _ și -, cu o literă la început.'],
  [/: ((?:only|except)\.\w+) must name/, 'Lista $1 are de la 1 la 1.000 de nume; produsele sunt tip:cod.'],
]

/** Why a line of a file was not taken. */
export function reasonText(reason: string, locale: Visit['locale']): Piece {
  const [says, text] = (locale === 'ro' ? ROMANIAN.find(([known]) => known.test(reason)) : undefined) ?? []
  if (says === undefined || text === undefined) return html`<span lang="en">${reason}</span>`
  const found = says.exec(reason) ?? []
  return text.replace(/\$(\d)/g, (_, place: string) => found[Number(place)] ?? '')
}
