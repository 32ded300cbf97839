import { createHash } from 'node:crypto'
import { COLOURWAYS, type ColourwayName } from './colourways.ts'
import { type Drawing, drawingSvg } from './drawing.ts'
import { FABRICS, type FabricName } from './fabrics.ts'
import type { GarmentParameters } from './garment.ts'
import { SILHOUETTES, type SilhouetteName } from './silhouettes.ts'
import { clothSvg, labelSvg } from './views.ts'

/** The pictures of one garment: as a whole, its cloth from near by, and its label. */
export const VIEWS = ['front', 'cloth', 'label'] as const
export type View = (typeof VIEWS)[number]

/** What there is to see of a thing; of goods only the whole. */
export const viewsOf = (drawing: Drawing): readonly View[] => ('goods' in drawing ? ['front'] : VIEWS)

/** One picture of a thing; the whole of it where there is no such view. */
export function pictureSvg(drawing: Drawing, view: View): string {
  if ('goods' in drawing || view === 'front') return drawingSvg(drawing)
  return view === 'cloth' ? clothSvg(drawing) : labelSvg(drawing)
}

const keysOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] => Object.keys(table) as Name[]
export const SILHOUETTE_NAMES: readonly SilhouetteName[] = keysOf(SILHOUETTES)
export const FABRIC_NAMES: readonly FabricName[] = keysOf(FABRICS)
export const COLOURWAY_NAMES: readonly ColourwayName[] = keysOf(COLOURWAYS)

/**
 * The mark of how pictures are drawn, for addresses that a browser may keep for ever. It is taken from drawings of every silhouette, fabric and colour, so it
 * changes by itself when any of them does.
 */
export const DRAWN: string = markOf(
  Array.from({ length: Math.max(SILHOUETTE_NAMES.length, FABRIC_NAMES.length, COLOURWAY_NAMES.length) }, (_, index) => ({
    silhouette: at(SILHOUETTE_NAMES, index),
    fabric: at(FABRIC_NAMES, index),
    colourway: at(COLOURWAY_NAMES, index),
  })),
)

function at<Name>(names: readonly Name[], index: number): Name {
  return names[index % names.length] as Name
}

function markOf(garments: readonly GarmentParameters[]): string {
  const hash = createHash('sha256')
  for (const garment of garments) for (const view of VIEWS) hash.update(pictureSvg(garment, view))
  for (const goods of ['tote', 'kit', 'yarn'] as const) hash.update(drawingSvg({ goods, colourway: 'navy' }))
  return hash.digest('base64url').slice(0, 8)
}

/**
 * Where the picture of any garment is, listed or not: for forms that show what is being chosen.
 *
 * @example previewPath({ silhouette: 'coat', fabric: 'solid', colourway: 'camel' })
 */
export const previewPath = ({ silhouette, fabric, colourway }: GarmentParameters): string =>
  `/img/preview.svg?silhouette=${silhouette}&fabric=${fabric}&colourway=${colourway}&v=${DRAWN}`
