import type { Category } from '../garments/facets.ts'
import { fold } from './search-text.ts'

/** What shoppers call each kind of thing, one and several of it, in both languages. */
const WORDS: Readonly<Partial<Record<Category, string>>> = {
  dress: 'rochie rochii rochia rochiile dress dresses',
  coat: 'palton paltoane paltonul paltoanele coat coats',
  knit: 'pulover pulovere puloverul puloverele jumper jumpers sweater sweaters',
  blazer: 'sacou sacouri sacoul sacourile blazer blazers',
  shirt: 'cămașă cămăși cămășile shirt shirts',
  trousers: 'pantalon pantaloni pantalonii trousers',
  skirt: 'fustă fuste fustele skirt skirts',
  tee: 'tricou tricouri tricoul tricourile tshirt tshirts',
  jumpsuit: 'salopetă salopete salopetele jumpsuit jumpsuits',
  bag: 'geantă genți gențile bag bags',
  scarf: 'eșarfă eșarfe eșarfele scarf scarves',
  tote: 'sacoșă sacoșe sacoșele tote totes',
  kit: 'set seturi kit kits',
  yarn: 'lână fir fire wool yarn',
}

const CATEGORY_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(WORDS).flatMap(([category, words]) =>
    fold(words)
      .split(' ')
      .map((word) => [word, category] as const),
  ),
)

/**
 * The category that a word of a search names; null for other words.
 *
 * @example
 * namedCategory('rochii')    // 'dress'
 */
export const namedCategory = (word: string): string | null => CATEGORY_OF.get(word) ?? null
