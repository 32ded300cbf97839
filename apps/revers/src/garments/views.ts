import { COLOURWAYS, type Colourway } from './colourways.ts'
import { FABRICS, type FabricName } from './fabrics.ts'
import { type GarmentParameters, patternOf } from './garment.ts'
import { INK } from './sheet.ts'

const OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 520" width="400" height="520">'
const WHOLE = 'M0 0h400v520H0z'

/** Two soft folds that run across the cloth. */
const folds = (name: string): string =>
  `<linearGradient id="${name}-fold" x2="1" y2=".35"><stop stop-color="#fff" stop-opacity=".22"/><stop offset=".3" stop-color="#fff" stop-opacity="0"/>` +
  `<stop offset=".46" stop-color="${INK}" stop-opacity=".3"/><stop offset=".54" stop-color="#fff" stop-opacity=".16"/>` +
  `<stop offset=".78" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="${INK}" stop-opacity=".34"/></linearGradient>`

function cloth(
  name: string,
  { fabric, colourway }: GarmentParameters,
  zoom: number,
): { readonly definitions: string; readonly fill: string } {
  const tile = FABRICS[fabric]
  const colours = COLOURWAYS[colourway]
  if (tile === null) return { definitions: folds(name), fill: colours.base }
  const definitions = folds(name) + patternOf(tile, name, colours, `scale(${zoom}) rotate(-9)`)
  return { definitions, fill: `url(#${name}-cloth)` }
}

/**
 * The cloth of a garment from near by, with a fold and a sewn hem: one self-contained SVG of 400 by 520.
 *
 * @example clothSvg({ silhouette: 'dress', fabric: 'floral', colourway: 'olive' })
 */
export function clothSvg(garment: GarmentParameters): string {
  const name = `${garment.silhouette}-${garment.fabric}-${garment.colourway}-near`
  const { definitions, fill } = cloth(name, garment, 2.6)
  const { second } = COLOURWAYS[garment.colourway]
  const threads = `<pattern id="${name}-thread" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M0 0h5M0 0v5" stroke="${INK}" stroke-opacity=".13"/></pattern>`
  const hem = 'M0 424c120-26 280 22 400-8v104H0z'
  return (
    `${OPEN}<defs>${definitions}${threads}</defs><path d="${WHOLE}" fill="${fill}"/><path d="${WHOLE}" fill="url(#${name}-thread)"/>` +
    `<path d="${WHOLE}" fill="url(#${name}-fold)"/><path d="${hem}" fill="${fill}"/><path d="${hem}" fill="${INK}" opacity=".1"/>` +
    `<g fill="none"><path d="M0 424c120-26 280 22 400-8" stroke="${INK}" stroke-opacity=".4" stroke-width="2.5"/>` +
    `<path d="M0 440c120-26 280 22 400-8" stroke="${second}" stroke-width="3.5" stroke-linecap="round" stroke-dasharray="11 8"/></g></svg>`
  )
}

/** Tub, triangle, square, iron and circle, each in a box of 32 by 26. */
const CARE = [
  'M1 5l4 20h22l4-20M3 12q6.5-6 13 0t13 0',
  'M16 2L30 25H2z',
  'M4 2h24v23H4zM24 13.5a8 8 0 1 0-16 0a8 8 0 1 0 16 0',
  'M1 24h30l-5-15H12Q3 11 1 24zM12 9h12',
  'M27 13.5a11 11 0 1 0-22 0a11 11 0 1 0 22 0',
]
const CROSS = 'M3 1l26 25M29 1L3 26'
// Wool and heavy weaves stay out of the dryer.
const NO_DRYER: readonly FabricName[] = ['cable', 'herring', 'cord']
const HANGER = 'M200 196c0-11 12-12 12-22 0-8-5-12-12-12s-11 4-12 10M140 232l60-36 60 36z'

/**
 * The label sewn into a garment, with the signs of how it is cared for. It bears the hanger of the shop and no words: brand and size are text of people, which
 * has no place in a picture.
 */
export function labelSvg(garment: GarmentParameters): string {
  const name = `${garment.silhouette}-${garment.fabric}-${garment.colourway}-label`
  const colours = COLOURWAYS[garment.colourway]
  const { definitions, fill } = cloth(name, garment, 1.7)
  return (
    `${OPEN}<defs>${definitions}</defs><path d="${WHOLE}" fill="${fill}"/><path d="${WHOLE}" fill="${INK}" opacity=".16"/>` +
    `<path d="${WHOLE}" fill="url(#${name}-fold)"/>${ribbon(colours)}${careTag(garment.fabric)}</svg>`
  )
}

/** The woven band with the sign of the shop, sewn on at both ends. */
const ribbon = ({ base, accent }: Colourway): string =>
  `<path d="M64 132h280v128H64z" fill="${INK}" opacity=".22"/><path d="M60 126h280v128H60z" fill="#f6efe4"/>` +
  `<path d="M60 126h280v9H60zM60 245h280v9H60z" fill="${base}"/>` +
  `<path d="${HANGER}" fill="none" stroke="#3b342c" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/>` +
  `<path d="M70 140v100M330 140v100" stroke="${accent}" stroke-width="3" stroke-dasharray="8 6"/>` +
  `<path d="M60 126h280v128H60z" fill="none" stroke="${INK}" stroke-opacity=".3" stroke-width="1.5"/>`

function careTag(fabric: FabricName): string {
  const signs = CARE.map((path, index) => {
    const crossed = index === 2 && NO_DRYER.includes(fabric)
    return `<path d="${path}${crossed ? CROSS : ''}" transform="translate(${112 + index * 37} 318)"/>`
  })
  return (
    '<path d="M104 260h204v158q-51-8-102 0t-102 0z" fill="#1a1410" opacity=".2"/><path d="M98 254h204v158q-51-8-102 0t-102 0z" fill="#fdfaf4"/>' +
    `<path d="M98 254h204v14H98z" fill="${INK}" opacity=".08"/>` +
    `<g fill="none" stroke="#3b342c" stroke-width="1.9" stroke-linejoin="round" stroke-linecap="round">${signs.join('')}</g>` +
    '<path d="M126 290h148M146 366h108M162 380h76" stroke="#3b342c" stroke-opacity=".35" stroke-width="5" stroke-linecap="round"/>'
  )
}
