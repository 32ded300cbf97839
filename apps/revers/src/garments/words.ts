import { inLocales, type Locale } from '../i18n/locale.ts'
import type { ColourwayName } from './colourways.ts'
import type { FabricName } from './fabrics.ts'
import type { GoodsName } from './goods.ts'
import type { SilhouetteName } from './silhouettes.ts'

/** The words for what a drawing shows; also the choices of the form that makes a listing. */
export interface DrawingWords {
  readonly silhouettes: Readonly<Record<SilhouetteName, string>>
  readonly fabrics: Readonly<Record<FabricName, string>>
  readonly colourways: Readonly<Record<ColourwayName, string>>
  readonly things: Readonly<Record<GoodsName, string>>
  readonly garment: (silhouette: string, fabric: string, colour: string, hangs: boolean) => string
  readonly goods: (thing: string, colour: string) => string
  /** The other pictures of a garment. */
  readonly cloth: (fabric: string, colour: string) => string
  readonly label: (silhouette: string, colour: string) => string
}

const ro: DrawingWords = {
  silhouettes: {
    tee: 'tricou',
    shirt: 'cămașă',
    knit: 'pulover',
    blazer: 'sacou',
    coat: 'palton',
    dress: 'rochie',
    skirt: 'fustă',
    trousers: 'pantaloni',
    bag: 'geantă',
    polo: 'tricou polo',
    blouse: 'bluză',
    rollneck: 'pulover pe gât',
    cardigan: 'cardigan',
    slip: 'rochie cu bretele',
    pencil: 'fustă creion',
    shorts: 'pantaloni scurți',
    jumpsuit: 'salopetă',
    scarf: 'eșarfă',
  },
  fabrics: {
    solid: 'fără model',
    stripe: 'cu dungi late',
    pin: 'cu dungi fine',
    check: 'în carouri',
    dot: 'cu buline',
    floral: 'cu flori',
    herring: 'în spic',
    cord: 'din catifea reiată',
    cable: 'cu torsade',
    denim: 'din denim',
  },
  colourways: {
    olive: 'verde măsliniu',
    brick: 'roșu cărămiziu',
    navy: 'bleumarin',
    cream: 'crem',
    camel: 'bej',
    cocoa: 'maro cacao',
    indigo: 'indigo',
    sky: 'bleu',
    forest: 'verde pădure',
    rose: 'roz pudrat',
    ink: 'negru',
    mustard: 'muștar',
    lilac: 'lila',
    stone: 'gri',
    white: 'alb',
    wine: 'vișiniu',
  },
  things: { tote: 'sacoșă de pânză', kit: 'set de îngrijire', yarn: 'gheme de lână' },
  garment: (silhouette, fabric, colour, hangs) => `Desen: ${silhouette} ${fabric}, culoare ${colour}${hangs ? ', pe umeraș' : ''}`,
  goods: (thing, colour) => `Desen: ${thing}, culoare ${colour}`,
  cloth: (fabric, colour) => `Desen: materialul de aproape, ${fabric}, culoare ${colour}, cu tiv cusut`,
  label: (silhouette, colour) => `Desen: eticheta cusută în interior, cu semnele de îngrijire (${silhouette}, culoare ${colour})`,
}

const en: DrawingWords = {
  silhouettes: {
    tee: 'T-shirt',
    shirt: 'shirt',
    knit: 'jumper',
    blazer: 'blazer',
    coat: 'coat',
    dress: 'dress',
    skirt: 'skirt',
    trousers: 'trousers',
    bag: 'bag',
    polo: 'polo shirt',
    blouse: 'blouse',
    rollneck: 'roll-neck jumper',
    cardigan: 'cardigan',
    slip: 'slip dress',
    pencil: 'pencil skirt',
    shorts: 'shorts',
    jumpsuit: 'jumpsuit',
    scarf: 'scarf',
  },
  fabrics: {
    solid: 'plain',
    stripe: 'striped',
    pin: 'pinstriped',
    check: 'checked',
    dot: 'dotted',
    floral: 'floral',
    herring: 'herringbone',
    cord: 'corduroy',
    cable: 'cable-knit',
    denim: 'denim',
  },
  colourways: {
    olive: 'olive green',
    brick: 'brick red',
    navy: 'navy',
    cream: 'cream',
    camel: 'camel',
    cocoa: 'cocoa brown',
    indigo: 'indigo',
    sky: 'sky blue',
    forest: 'forest green',
    rose: 'powder pink',
    ink: 'black',
    mustard: 'mustard',
    lilac: 'lilac',
    stone: 'stone grey',
    white: 'white',
    wine: 'burgundy',
  },
  things: { tote: 'canvas tote bag', kit: 'care kit', yarn: 'balls of wool' },
  garment: (silhouette, fabric, colour, hangs) => `Drawing: ${colour} ${fabric} ${silhouette}${hangs ? ' on a hanger' : ''}`,
  goods: (thing, colour) => `Drawing: ${colour} ${thing}`,
  cloth: (fabric, colour) => `Drawing: the ${colour} ${fabric} cloth from near by, with a sewn hem`,
  label: (silhouette, colour) => `Drawing: the label sewn into the ${colour} ${silhouette}, with its care signs`,
}

export const DRAWING_WORDS: Readonly<Record<Locale, DrawingWords>> = inLocales(ro, en)
