import type { ColourwayName } from './colourways.ts'
import type { Drawing } from './drawing.ts'
import type { GoodsName } from './goods.ts'
import type { SilhouetteName } from './silhouettes.ts'

/** What shoppers call a kind of thing; several silhouettes may be of one kind. */
export type Category =
  | 'dress'
  | 'coat'
  | 'knit'
  | 'blazer'
  | 'shirt'
  | 'trousers'
  | 'skirt'
  | 'tee'
  | 'jumpsuit'
  | 'bag'
  | 'scarf'
  | GoodsName

/** What shoppers call a colour. */
export type ColourFamily = 'white' | 'grey' | 'black' | 'brown' | 'red' | 'pink' | 'purple' | 'blue' | 'green' | 'yellow'

const CATEGORIES: Readonly<Record<SilhouetteName, Category>> = {
  tee: 'tee',
  polo: 'tee',
  shirt: 'shirt',
  blouse: 'shirt',
  knit: 'knit',
  rollneck: 'knit',
  cardigan: 'knit',
  blazer: 'blazer',
  coat: 'coat',
  dress: 'dress',
  slip: 'dress',
  skirt: 'skirt',
  pencil: 'skirt',
  trousers: 'trousers',
  shorts: 'trousers',
  jumpsuit: 'jumpsuit',
  scarf: 'scarf',
  bag: 'bag',
}

const FAMILIES: Readonly<Record<ColourwayName, ColourFamily>> = {
  olive: 'green',
  brick: 'red',
  navy: 'blue',
  cream: 'white',
  camel: 'brown',
  cocoa: 'brown',
  indigo: 'blue',
  sky: 'blue',
  forest: 'green',
  rose: 'pink',
  ink: 'black',
  mustard: 'yellow',
  lilac: 'purple',
  stone: 'grey',
  white: 'white',
  wine: 'red',
}

/** The colours of the filter in the order of the shelf, each with what its swatch shows. */
export const SWATCHES: Readonly<Record<ColourFamily, string>> = {
  white: '#f4f2ee',
  grey: '#8d8578',
  black: '#2b2a2e',
  brown: '#8a6244',
  red: '#a3352d',
  pink: '#d9a3a0',
  purple: '#b9a9cf',
  blue: '#3a5478',
  green: '#2f6150',
  yellow: '#d3a13a',
}

export const categoryOf = (drawing: Drawing): Category => ('goods' in drawing ? drawing.goods : CATEGORIES[drawing.silhouette])
export const colourOf = ({ colourway }: Drawing): ColourFamily => FAMILIES[colourway]
