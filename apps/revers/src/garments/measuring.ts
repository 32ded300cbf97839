export type MeasureName =
  | 'shoulders'
  | 'chest'
  | 'waist'
  | 'hips'
  | 'sleeve'
  | 'inseam'
  | 'length'
  | 'width'
  | 'height'
  | 'depth'
  | 'handle'

/** A measure of a garment laid flat, in whole or half centimetres. */
export interface Measure {
  readonly name: MeasureName
  readonly centimetres: number
}

/** The least and the most that a measure of a garment can be, in centimetres. What lies outside is a slip of the finger, or millimetres. */
const BOUNDS: Readonly<Record<MeasureName, readonly [least: number, most: number]>> = {
  shoulders: [20, 90],
  chest: [20, 120],
  waist: [15, 120],
  hips: [20, 120],
  sleeve: [3, 110],
  inseam: [3, 130],
  length: [15, 300],
  width: [5, 200],
  height: [5, 150],
  depth: [1, 100],
  handle: [3, 150],
}

export const MEASURE_NAMES: readonly MeasureName[] = Object.keys(BOUNDS) as MeasureName[]

const NUMBER = /^[0-9]{1,40}(?:\.[0-9]{1,40})?$/

/** What is wrong with a measure as it was written; null when nothing is. */
export function measureFault(name: MeasureName, written: string): 'centimetres' | 'too_small' | 'too_big' | null {
  const [least, most] = BOUNDS[name]
  const centimetres = Number(written)
  if (!NUMBER.test(written) || !Number.isInteger(centimetres * 2)) return 'centimetres'
  if (centimetres < least) return 'too_small'
  return centimetres > most ? 'too_big' : null
}

/** Measures as one text, to be stored: `chest=45 length=106.5`. */
export const measuresText = (measures: readonly Measure[]): string =>
  measures.map(({ name, centimetres }) => `${name}=${centimetres}`).join(' ')

/** The measures of such a text. Throws `TypeError` for what was not written by `measuresText`. */
export const measuresOfText = (text: string): Measure[] =>
  text.split(' ').flatMap((entry): Measure[] => {
    if (entry === '') return []
    const [name = '', centimetres = ''] = entry.split('=')
    const known = MEASURE_NAMES.find((one) => one === name)
    if (known === undefined || !NUMBER.test(centimetres)) throw new TypeError(`${entry} is no measure`)
    return [{ name: known, centimetres: Number(centimetres) }]
  })
