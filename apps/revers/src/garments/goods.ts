import { COLOURWAYS, type Colourway, type ColourwayName } from './colourways.ts'
import { INK, shape, sheet } from './sheet.ts'

export type GoodsName = 'tote' | 'kit' | 'yarn'

/** What one article that is not a garment looks like. */
export interface GoodsParameters {
  readonly goods: GoodsName
  readonly colourway: ColourwayName
}

type Drawing = (name: string, colours: Colourway) => string

const HANGER = 'M200 316c0-12 13-12 13-24 0-8-6-13-13-13s-12 4-13 11M130 372L200 316 270 372Z'
const BRUSH = 'M220 210h72v30h-22l-6 60h-16l-6-60h-22z'
const LINE = `fill="none" stroke="${INK}" stroke-opacity=".38" stroke-width="2" stroke-linejoin="round"`

/** A canvas bag with two straps and the hanger of the shop printed on it. */
const tote: Drawing = (name, { base, second, accent }) => {
  const body = 'M112 208H288L304 454C236 464 164 464 96 454Z'
  const strap = (path: string, colour: string): string =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="13"/><path d="${path}" fill="none" stroke="${INK}" stroke-opacity=".18" stroke-width="2"/>`
  return [
    strap('M150 216C150 116 166 78 200 78s50 38 50 138', second),
    shape(name, body, base),
    strap('M140 262C136 146 160 104 200 104s64 42 60 158', base),
    `<path d="${HANGER}" fill="none" stroke="${accent}" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>`,
    `<path d="${body}" ${LINE}/><path d="M109 228H291" ${LINE}/>`,
  ].join('')
}

/** A carton with a band round it, a bottle and a brush standing behind. */
const kit: Drawing = (name, { base, second, accent }) => {
  const box = 'M86 300H314V470C238 478 162 478 86 470Z'
  const bottle = 'M124 300V196c0-20 14-26 14-44h36c0 18 14 24 14 44V300Z'
  const bristles = Array.from({ length: 9 }, (_, index) => `M${228 + index * 7} 214v-34`).join('')
  return [
    shape(name, bottle, second),
    `<path d="${bottle}" ${LINE}/><path d="M138 118h36v34h-36z" fill="${accent}" stroke="${INK}" stroke-opacity=".38" stroke-width="2"/>`,
    `<path d="${bristles}" stroke="#8a7a66" stroke-width="5" stroke-linecap="round"/>`,
    `<path d="${BRUSH}" fill="#b79b75"/><path d="${BRUSH}" ${LINE}/>`,
    shape(name, box, base),
    `<path d="M86 352H314v62H86z" fill="${accent}"/><circle cx="200" cy="367" r="5" fill="${base}"/>`,
    `<path d="M176 383h48M188 396h24" stroke="${INK}" stroke-opacity=".55" stroke-width="4" stroke-linecap="round"/>`,
    `<path d="${box}" ${LINE}/><path d="M86 318H314" ${LINE}/>`,
  ].join('')
}

/** Three balls of wool in a heap, with one loose thread. */
const yarn: Drawing = (name, { base, second, accent }) => {
  const ball = (x: number, y: number, colour: string, turn: number): string => {
    const circle = `M${x - 78} ${y}a78 78 0 1 0 156 0a78 78 0 1 0-156 0Z`
    const threads = `M${x - 60} ${y - 44}q64-30 116 12M${x - 74} ${y - 16}q76-36 146 4M${x - 76} ${y + 14}q78-34 152 0M${x - 66} ${y + 42}q68-30 132-2`
    const crossing = `M${x - 30} ${y + 70}q-14-78 26-146M${x + 4} ${y + 76}q-8-84 34-142`
    return `<g transform="rotate(${turn} ${x} ${y})">${shape(name, circle, colour)}<path d="${threads}${crossing}" ${LINE}/><path d="${circle}" ${LINE}/></g>`
  }
  return [
    ball(202, 274, second, 24),
    ball(128, 404, accent, -18),
    ball(276, 406, base, 8),
    `<path d="M330 462c26 20 34-14 52 6" fill="none" stroke="${base}" stroke-width="6" stroke-linecap="round"/>`,
  ].join('')
}

const DRAWINGS: Readonly<Record<GoodsName, Drawing>> = { tote, kit, yarn }

/** Draws an article as one self-contained SVG of 400 by 520, on the same paper as the garments. */
export function goodsSvg({ goods, colourway }: GoodsParameters): string {
  const colours = COLOURWAYS[colourway]
  const name = `${goods}-${colourway}`
  return sheet({ name, ground: colours.ground, definitions: '', body: DRAWINGS[goods](name, colours) })
}
