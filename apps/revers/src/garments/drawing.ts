import type { Locale } from '../i18n/locale.ts'
import { COLOURWAYS, type ColourwayName } from './colourways.ts'
import { FABRICS, type FabricName } from './fabrics.ts'
import { type GarmentParameters, garmentSvg } from './garment.ts'
import { type GoodsName, type GoodsParameters, goodsSvg } from './goods.ts'
import { SILHOUETTES, type SilhouetteName } from './silhouettes.ts'
import { DRAWING_WORDS } from './words.ts'

/** Everything the shop can draw. */
export type Drawing = GarmentParameters | GoodsParameters

/**
 * The name of a drawing, fit for a file or a database column: `dress-floral-olive`, `tote-navy`.
 * @see drawingOf for the way back
 */
export function drawingName(drawing: Drawing): string {
  return 'goods' in drawing ? `${drawing.goods}-${drawing.colourway}` : `${drawing.silhouette}-${drawing.fabric}-${drawing.colourway}`
}

/** The drawing of that name, or null when there is none; safe to ask with any text. */
export function drawingOf(name: string): Drawing | null {
  const [kind = '', fabric = '', colourway = '', ...rest] = name.split('-')
  if (isGoods(kind) && isColourway(fabric) && !colourway) return { goods: kind, colourway: fabric }
  if (isSilhouette(kind) && isFabric(fabric) && isColourway(colourway) && rest.length === 0) return { silhouette: kind, fabric, colourway }
  return null
}

/** The picture itself: one self-contained SVG document. */
export const drawingSvg = (drawing: Drawing): string => ('goods' in drawing ? goodsSvg(drawing) : garmentSvg(drawing))

/** What a picture of a garment shows, for those who do not see it. */
export function garmentAlternative({ silhouette, fabric, colourway }: GarmentParameters, locale: Locale): string {
  const words = DRAWING_WORDS[locale]
  return words.garment(
    words.silhouettes[silhouette],
    words.fabrics[fabric],
    words.colourways[colourway],
    SILHOUETTES[silhouette].hanger !== 'none',
  )
}

/** What any picture of the shop shows. */
export function drawingAlternative(drawing: Drawing, locale: Locale): string {
  if (!('goods' in drawing)) return garmentAlternative(drawing, locale)
  const words = DRAWING_WORDS[locale]
  return words.goods(words.things[drawing.goods], words.colourways[drawing.colourway])
}

/** What the cloth and the label of a garment show. */
export function nearAlternative({ silhouette, fabric, colourway }: GarmentParameters, view: 'cloth' | 'label', locale: Locale): string {
  const { cloth, label, fabrics, colourways, silhouettes } = DRAWING_WORDS[locale]
  return view === 'cloth' ? cloth(fabrics[fabric], colourways[colourway]) : label(silhouettes[silhouette], colourways[colourway])
}

const isGoods = (word: string): word is GoodsName => word === 'tote' || word === 'kit' || word === 'yarn'
const isSilhouette = (word: string): word is SilhouetteName => Object.hasOwn(SILHOUETTES, word)
const isFabric = (word: string): word is FabricName => Object.hasOwn(FABRICS, word)
const isColourway = (word: string): word is ColourwayName => Object.hasOwn(COLOURWAYS, word)
