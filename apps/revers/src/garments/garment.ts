import { COLOURWAYS, type Colourway, type ColourwayName } from './colourways.ts'
import { FABRICS, type FabricName, type Tile } from './fabrics.ts'
import { INK, shape, sheet } from './sheet.ts'
import { SILHOUETTES, type Silhouette, type SilhouetteName } from './silhouettes.ts'

/** What one garment looks like. All three are names of tables, so no text of a user can reach the drawing. */
export interface GarmentParameters {
  readonly silhouette: SilhouetteName
  readonly fabric: FabricName
  readonly colourway: ColourwayName
}

const AXIS = 200
const HANGER_HOOK = 'M200 84c0-18 18-18 18-34 0-12-9-19-18-19s-17 6-18 16'
const HANGER_BAR = { shoulders: 'M140 112L200 84 260 112', waist: 'M150 118L200 84 250 118' }

/**
 * Draws a garment as one self-contained SVG of 400 by 520, about 3 kB. The ids inside carry the parameters, so
 * different garments may also stand inline on one page.
 *
 * @example garmentSvg({ silhouette: 'dress', fabric: 'floral', colourway: 'olive' })
 */
export function garmentSvg({ silhouette, fabric, colourway }: GarmentParameters): string {
  const colours = COLOURWAYS[colourway]
  const garment = SILHOUETTES[silhouette]
  const tile = FABRICS[fabric]
  const name = `${silhouette}-${fabric}-${colourway}`
  const pattern = tile === null ? '' : patternOf(tile, name, colours)
  const cloth = tile ? `url(#${name}-cloth)` : colours.base
  const outline = mirrored(garment)
  const body = hanger(garment) + handle(garment, colours.base) + shape(name, outline, cloth) + details(garment, colours.base)
  return sheet({ name, ground: colours.ground, definitions: pattern, body: body + rim(outline) })
}

/** The pattern a shape is filled with, as `url(#<name>-cloth)`. */
export function patternOf({ width, height, shapes }: Tile, name: string, colours: Colourway, transform?: string): string {
  const cloth = `<path d="M0 0h${width}v${height}H0z" fill="${colours.base}"/>`
  return `<pattern id="${name}-cloth" width="${width}" height="${height}" patternUnits="userSpaceOnUse"${transform === undefined ? '' : ` patternTransform="${transform}"`}>${cloth}${shapes(colours)}</pattern>`
}

/** Walks down the left half and comes back up the right one, point by point in the opposite order. */
function mirrored({ start, outline }: Silhouette): string {
  let [x, y] = start
  let path = `M${x} ${y}`
  const back: string[] = []
  for (const segment of outline) {
    const curve = segment.length === 2 ? ([x, y, segment[0], segment[1], segment[0], segment[1]] as const) : segment
    const [x1, y1, x2, y2, endX, endY] = curve
    path += `C${curve.join(' ')}`
    back.unshift(`C${[2 * AXIS - x2, y2, 2 * AXIS - x1, y1, 2 * AXIS - x, y].join(' ')}`)
    x = endX
    y = endY
  }
  return `${path}${back.join('')}Z`
}

function hanger({ hanger: kind }: Silhouette): string {
  if (kind === 'none') return ''
  const hook = `<path d="${HANGER_HOOK}" stroke="#8a7a66" stroke-width="3.4"/>`
  return `<g fill="none" stroke-linecap="round">${hook}<path d="${HANGER_BAR[kind]}" stroke="#b79b75" stroke-width="7"/></g>`
}

const handle = ({ handle: path }: Silhouette, colour: string): string =>
  path ? `<path d="${path}" fill="none" stroke="${colour}" stroke-width="11" stroke-linecap="round"/>` : ''

const rim = (outline: string): string =>
  `<path d="${outline}" fill="none" stroke="${INK}" stroke-opacity=".42" stroke-width="2.2" stroke-linejoin="round"/>`

function details({ panels = [], ribbing = [], seams = [], folds = [], buttons = [], buckle }: Silhouette, colour: string): string {
  const group = (attributes: string, shapes: readonly string[]): string => (shapes.length ? `<g ${attributes}>${shapes.join('')}</g>` : '')
  const paths = (list: readonly string[]): string[] => list.map((path) => `<path d="${path}"/>`)
  return [
    group(`fill="none" stroke="${INK}" stroke-opacity=".13" stroke-width="5" stroke-linecap="round"`, paths(folds)),
    group(`fill="none" stroke="${INK}" stroke-opacity=".38" stroke-width="2"`, paths(seams)),
    group(`fill="${colour}" stroke="${INK}" stroke-opacity=".34" stroke-width="2" stroke-linejoin="round"`, paths(panels)),
    group(`fill="${colour}" stroke="${INK}" stroke-opacity=".28" stroke-width="1.6" stroke-dasharray="2 4"`, paths(ribbing)),
    group(
      `fill="#f6efe4" stroke="${INK}" stroke-opacity=".45"`,
      buttons.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3.8"/>`),
    ),
    buckle
      ? `<rect x="${buckle[0]}" y="${buckle[1]}" width="${buckle[2]}" height="${buckle[3]}" rx="5" fill="#d8b067" stroke="#6e5120"/>`
      : '',
  ].join('')
}
