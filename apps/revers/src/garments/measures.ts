import type { Drawing } from './drawing.ts'
import type { Measure, MeasureName } from './measuring.ts'
import type { Condition, SeedName } from './seed.ts'
import type { SilhouetteName } from './silhouettes.ts'

/** What a garment of size M measures, and how much more each size larger. */
type Cut = Readonly<Partial<Record<MeasureName, readonly [medium: number, step: number]>>>

const top = (sleeve: number, length: number): Cut => ({
  shoulders: [42, 1.5],
  chest: [50, 2.5],
  sleeve: [sleeve, 1],
  length: [length, 1.5],
})
const legs = (inseam: number, length: number): Cut => ({ waist: [39, 2], hips: [51, 2], inseam: [inseam, 0.5], length: [length, 1] })
const skirt = (hips: number, length: number): Cut => ({ waist: [36, 2], hips: [hips, 2], length: [length, 1] })
const dress = (length: number): Cut => ({ chest: [45, 2], waist: [38, 2], length: [length, 1.5] })

const CUTS: Readonly<Record<SilhouetteName, Cut>> = {
  tee: top(20, 66),
  polo: top(21, 68),
  shirt: top(62, 72),
  blouse: top(57, 66),
  knit: top(60, 64),
  rollneck: top(61, 65),
  cardigan: top(60, 66),
  blazer: top(62, 74),
  coat: top(63, 104),
  dress: dress(108),
  slip: dress(124),
  skirt: skirt(56, 74),
  pencil: skirt(48, 66),
  trousers: legs(76, 102),
  shorts: legs(22, 46),
  jumpsuit: { chest: [46, 2], waist: [39, 2], inseam: [72, 0.5], length: [142, 1.5] },
  scarf: { width: [68, 0], length: [182, 0] },
  bag: { width: [31, 0], height: [24, 0], depth: [11, 0], handle: [26, 0] },
}

const LETTERS = ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL']

/** How many sizes it is larger than M; null for a size that is none of ours. */
function stepsOf(size: string | null): number | null {
  if (size === null) return null
  const letter = LETTERS.indexOf(size)
  if (letter >= 0) return letter - 3
  const [, inches, european] = /^(?:W(2[4-9]|3[0-9])|(3[2-9]|4[0-9]|5[0-2]))$/.exec(size) ?? []
  if (inches !== undefined) return (Number(inches) - 30) / 2
  return european === undefined ? null : (Number(european) - 38) / 2
}

/** What there is to measure on a garment of this cut, from the top down. */
export const measurable = (silhouette: SilhouetteName): readonly MeasureName[] => Object.keys(CUTS[silhouette]) as MeasureName[]

/** The measures that follow from cut and size, to the half centimetre; none where the size says nothing. What has one size for all needs none. */
export function measuresOf(drawing: Drawing, size: string | null): readonly Measure[] {
  if ('goods' in drawing) return []
  const cut = Object.entries(CUTS[drawing.silhouette]) as [MeasureName, readonly [number, number]][]
  const steps = cut.every(([, [, step]]) => step === 0) ? 0 : stepsOf(size)
  return steps === null ? [] : cut.map(([name, [medium, step]]) => ({ name, centimetres: Math.round((medium + step * steps) * 2) / 2 }))
}

export type Defect = 'pilling' | 'hem' | 'fading' | 'button' | 'thread' | 'lining' | 'corners' | 'strap' | 'buckle'

/** A sign of wear as a seller would write it. */
export const DEFECT_WORDS: Readonly<Record<Defect, SeedName>> = {
  pilling: { ro: 'Ușoare scame la subraț', en: 'Slight pilling under the arms' },
  hem: { ro: 'Tivul reparat pe o porțiune mică, în interior', en: 'A short stretch of the hem mended on the inside' },
  fading: { ro: 'Culoarea puțin ștearsă la cusături', en: 'The colour a little faded along the seams' },
  button: { ro: 'Un nasture înlocuit cu unul asemănător', en: 'One button replaced by a similar one' },
  thread: { ro: 'Un fir tras, vizibil numai de aproape', en: 'One pulled thread, visible only up close' },
  lining: { ro: 'Căptușeala lustruită de purtare', en: 'The lining is shiny from wear' },
  corners: { ro: 'Colțurile puțin tocite', en: 'The corners slightly worn' },
  strap: { ro: 'Mânerul are urme de purtare', en: 'The handle shows signs of use' },
  buckle: { ro: 'Zgârieturi fine pe cataramă', en: 'Fine scratches on the buckle' },
}

const WEAR: Readonly<Partial<Record<SilhouetteName, readonly Defect[]>>> = {
  bag: ['corners', 'strap', 'buckle'],
  knit: ['pilling', 'thread'],
  rollneck: ['pilling', 'thread'],
  cardigan: ['pilling', 'button', 'thread'],
  scarf: ['thread', 'fading'],
  blazer: ['lining', 'button', 'fading'],
  coat: ['lining', 'button', 'hem'],
  shirt: ['button', 'fading', 'thread'],
  blouse: ['button', 'thread'],
}
const USUAL: readonly Defect[] = ['hem', 'fading', 'thread']

/** The one sign of wear that makes a garment no more than good; the same one each time. Whatever is better has none. */
export function defectsOf({
  id,
  drawing,
  condition,
}: {
  readonly id: string
  readonly drawing: Drawing
  readonly condition: Condition | null
}): readonly Defect[] {
  if (condition !== 'good' || 'goods' in drawing) return []
  const possible = WEAR[drawing.silhouette] ?? USUAL
  const sum = [...id].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0)
  return possible.slice(sum % possible.length, (sum % possible.length) + 1)
}
