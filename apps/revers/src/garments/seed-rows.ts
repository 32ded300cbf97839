import type { ColourwayName } from './colourways.ts'
import type { FabricName } from './fabrics.ts'
import type { Condition, SellerKey } from './seed.ts'
import type { SilhouetteName } from './silhouettes.ts'

/** One garment as a line of a table; size is empty for bags, the price is in bani. */
export type GarmentRow = readonly [
  ro: string,
  en: string,
  silhouette: SilhouetteName,
  fabric: FabricName,
  colourway: ColourwayName,
  size: string,
  brand: string,
  condition: Condition,
  price: bigint,
  seller: SellerKey,
]

/** Sixty garments: no two share silhouette, fabric and colourway, the dearest costs 720.00 lei, all brands are invented. */
export const GARMENT_ROWS: readonly GarmentRow[] = [
  ['Rochie midi cu flori mici', 'Ditsy floral midi dress', 'dress', 'floral', 'olive', 'M', 'Maison Orlu', 'very_good', 28_900n, 'ioana'],
  ['Rochie cu buline roșie', 'Red polka-dot tea dress', 'dress', 'dot', 'brick', '36', 'Belle Étape', 'very_good', 24_000n, 'mara'],
  ['Rochie de vară albă', 'White summer dress', 'dress', 'solid', 'white', 'S', 'Linea 9', 'like_new', 15_900n, 'mihai'],
  ['Rochie cu carouri bleumarin', 'Navy gingham dress', 'dress', 'check', 'navy', '38', 'Viorella', 'good', 13_500n, 'dan'],
  ['Rochie lila de ocazie', 'Lilac occasion dress', 'slip', 'solid', 'lilac', '40', 'Casa Brava', 'like_new', 32_000n, 'radu'],
  ['Rochie florală roz', 'Rose floral dress', 'dress', 'floral', 'rose', 'S', 'Belle Étape', 'good', 11_900n, 'ioana'],
  ['Rochie cămașă dungată', 'Striped shirt dress', 'dress', 'pin', 'sky', 'M', 'Port-Breiz', 'very_good', 17_500n, 'mara'],
  ['Rochie neagră simplă', 'Simple black dress', 'slip', 'solid', 'ink', '38', 'Halden', 'very_good', 21_000n, 'elena'],
  ['Rochie muștar cu flori', 'Mustard floral dress', 'dress', 'floral', 'mustard', 'L', 'Maison Orlu', 'good', 14_500n, 'mihai'],
  ['Trench bej cu cordon', 'Belted beige trench', 'coat', 'solid', 'camel', 'S', 'Aldermere', 'good', 64_000n, 'mara'],
  ['Palton spic gri', 'Grey herringbone coat', 'coat', 'herring', 'stone', 'M', 'Halden', 'very_good', 56_000n, 'mihai'],
  ['Palton bleumarin', 'Navy wool coat', 'coat', 'solid', 'navy', 'L', 'Aldermere', 'very_good', 48_000n, 'radu'],
  ['Palton verde pădure', 'Forest green coat', 'coat', 'solid', 'forest', '40', 'Nordfall', 'like_new', 52_000n, 'vlad'],
  ['Trench kaki', 'Khaki trench', 'coat', 'solid', 'olive', 'M', 'Rue 14', 'good', 29_900n, 'dan'],
  ['Palton în carouri cacao', 'Cocoa checked coat', 'coat', 'check', 'cocoa', '38', 'Casa Brava', 'good', 35_900n, 'elena'],
  ['Palton crem', 'Cream coat', 'coat', 'herring', 'cream', 'S', 'Atelier Sava', 'like_new', 72_000n, 'radu'],
  ['Palton vișiniu', 'Burgundy coat', 'coat', 'solid', 'wine', '42', 'Viorella', 'very_good', 41_500n, 'ioana'],
  ['Pulover torsadat crem', 'Cream cable jumper', 'knit', 'cable', 'cream', 'L', 'Nordfall', 'like_new', 21_000n, 'dan'],
  ['Pulover bleumarin cu dungi', 'Navy striped jumper', 'knit', 'stripe', 'navy', 'M', 'Port-Breiz', 'very_good', 16_500n, 'mara'],
  ['Cardigan muștar', 'Mustard cardigan', 'cardigan', 'cable', 'mustard', 'S', 'Nordfall', 'good', 9_900n, 'mihai'],
  ['Pulover roz pudrat', 'Powder pink jumper', 'knit', 'solid', 'rose', 'M', 'Linea 9', 'like_new', 14_900n, 'elena'],
  ['Pulover verde pădure', 'Forest cable jumper', 'knit', 'cable', 'forest', 'XL', 'Nordfall', 'very_good', 18_900n, 'vlad'],
  ['Pulover cașmir gri', 'Grey cashmere jumper', 'rollneck', 'solid', 'stone', 'M', 'Atelier Sava', 'very_good', 39_000n, 'radu'],
  ['Pulover vișiniu', 'Burgundy jumper', 'rollneck', 'cord', 'wine', 'L', 'Rue 14', 'good', 12_500n, 'ioana'],
  ['Sacou în carouri', 'Checked blazer', 'blazer', 'check', 'cocoa', '40', 'Casa Brava', 'very_good', 38_000n, 'radu'],
  ['Sacou bleumarin', 'Navy blazer', 'blazer', 'solid', 'navy', '38', 'Halden', 'like_new', 34_000n, 'elena'],
  ['Sacou spic', 'Herringbone blazer', 'blazer', 'herring', 'stone', 'M', 'Aldermere', 'good', 26_500n, 'dan'],
  ['Sacou catifea verde', 'Green corduroy blazer', 'blazer', 'cord', 'forest', 'L', 'Rue 14', 'very_good', 31_000n, 'vlad'],
  ['Sacou crem de in', 'Cream linen blazer', 'blazer', 'solid', 'cream', '36', 'Linea 9', 'good', 19_900n, 'mihai'],
  ['Sacou cu dungi fine', 'Pinstripe blazer', 'blazer', 'pin', 'ink', '42', 'Halden', 'very_good', 29_500n, 'mara'],
  ['Cămașă cu dungi', 'Striped poplin shirt', 'shirt', 'pin', 'white', 'M', 'Linea 9', 'like_new', 12_000n, 'mara'],
  ['Cămașă denim', 'Denim shirt', 'shirt', 'denim', 'indigo', 'L', 'Ironmesa', 'good', 11_500n, 'dan'],
  ['Cămașă în carouri roșii', 'Red checked shirt', 'shirt', 'check', 'brick', 'M', 'Ironmesa', 'good', 8_900n, 'vlad'],
  ['Bluză cu flori', 'Floral blouse', 'blouse', 'floral', 'rose', 'S', 'Belle Étape', 'very_good', 13_900n, 'ioana'],
  ['Cămașă albă clasică', 'Classic white shirt', 'shirt', 'solid', 'white', '38', 'Casa Brava', 'like_new', 14_900n, 'elena'],
  ['Bluză cu buline lila', 'Lilac dotted blouse', 'blouse', 'dot', 'lilac', '36', 'Viorella', 'very_good', 10_900n, 'carmen'],
  ['Cămașă bleu', 'Sky blue shirt', 'shirt', 'solid', 'sky', 'XL', 'Port-Breiz', 'good', 7_900n, 'radu'],
  ['Blugi drepți indigo', 'Straight indigo jeans', 'trousers', 'denim', 'indigo', 'W29', 'Ironmesa', 'good', 16_500n, 'ioana'],
  ['Pantaloni de catifea', 'Corduroy trousers', 'trousers', 'cord', 'cocoa', 'W31', 'Rue 14', 'good', 19_000n, 'radu'],
  ['Pantaloni crem largi', 'Wide cream trousers', 'trousers', 'solid', 'cream', '38', 'Linea 9', 'very_good', 17_900n, 'carmen'],
  ['Pantaloni spic', 'Herringbone trousers', 'trousers', 'herring', 'stone', '40', 'Aldermere', 'very_good', 22_000n, 'mara'],
  ['Blugi negri', 'Black jeans', 'trousers', 'denim', 'ink', 'W32', 'Ironmesa', 'good', 12_900n, 'dan'],
  ['Pantaloni cu dungi fine', 'Pinstripe trousers', 'trousers', 'pin', 'navy', '36', 'Halden', 'like_new', 20_500n, 'elena'],
  ['Fustă plisată verde', 'Pleated green skirt', 'skirt', 'solid', 'forest', '38', 'Viorella', 'very_good', 17_500n, 'carmen'],
  ['Fustă în carouri', 'Checked skirt', 'skirt', 'check', 'brick', 'M', 'Casa Brava', 'good', 12_900n, 'ioana'],
  ['Fustă denim', 'Denim skirt', 'pencil', 'denim', 'indigo', 'W28', 'Ironmesa', 'very_good', 9_900n, 'dan'],
  ['Fustă florală', 'Floral skirt', 'skirt', 'floral', 'olive', 'S', 'Maison Orlu', 'like_new', 15_500n, 'mara'],
  ['Fustă de catifea muștar', 'Mustard cord skirt', 'skirt', 'cord', 'mustard', '36', 'Rue 14', 'good', 8_900n, 'vlad'],
  ['Fustă neagră midi', 'Black midi skirt', 'pencil', 'solid', 'ink', '40', 'Halden', 'very_good', 14_500n, 'elena'],
  ['Tricou breton', 'Breton stripe tee', 'tee', 'stripe', 'white', 'S', 'Port-Breiz', 'good', 8_500n, 'dan'],
  ['Tricou vișiniu', 'Burgundy tee', 'tee', 'solid', 'wine', 'M', 'Linea 9', 'like_new', 5_900n, 'radu'],
  ['Tricou cu buline', 'Dotted tee', 'tee', 'dot', 'navy', 'M', 'Belle Étape', 'good', 4_900n, 'carmen'],
  ['Tricou polo bej', 'Beige polo shirt', 'polo', 'solid', 'camel', 'L', 'Nordfall', 'very_good', 5_500n, 'vlad'],
  ['Tricou cu dungi roz', 'Rose stripe tee', 'tee', 'stripe', 'rose', 'XS', 'Port-Breiz', 'good', 4_500n, 'ioana'],
  ['Geantă din piele cognac', 'Cognac leather bag', 'bag', 'solid', 'cocoa', '', 'Atelier Sava', 'like_new', 72_000n, 'radu'],
  ['Geantă neagră', 'Black bag', 'bag', 'solid', 'ink', '', 'Halden', 'very_good', 38_900n, 'elena'],
  ['Geantă crem matlasată', 'Quilted cream bag', 'bag', 'check', 'cream', '', 'Casa Brava', 'good', 24_500n, 'mara'],
  ['Geantă verde', 'Green bag', 'bag', 'solid', 'forest', '', 'Atelier Sava', 'very_good', 45_500n, 'vlad'],
  ['Geantă țesută muștar', 'Woven mustard bag', 'bag', 'herring', 'mustard', '', 'Viorella', 'good', 16_900n, 'carmen'],
  ['Geantă vișinie', 'Burgundy bag', 'bag', 'solid', 'wine', '', 'Rue 14', 'very_good', 29_900n, 'dan'],
]

/** Running auctions: the price is where the bidding starts. */
export const AUCTION_ROWS: readonly { row: GarmentRow; endsInHours: number; reserve: bigint | null }[] = [
  {
    row: ['Palton lila de ocazie', 'Lilac occasion coat', 'coat', 'solid', 'lilac', 'M', 'Atelier Sava', 'like_new', 25_000n, 'mara'],
    endsInHours: 6,
    reserve: 40_000n,
  },
  {
    row: ['Rochie bleumarin cu flori', 'Navy floral dress', 'dress', 'floral', 'navy', 'S', 'Maison Orlu', 'very_good', 12_000n, 'radu'],
    endsInHours: 20,
    reserve: null,
  },
  {
    row: ['Geantă spic cu cataramă', 'Herringbone bag', 'bag', 'herring', 'cocoa', '', 'Viorella', 'very_good', 15_000n, 'vlad'],
    endsInHours: 44,
    reserve: null,
  },
  {
    row: ['Sacou vișiniu în carouri', 'Burgundy checked blazer', 'blazer', 'check', 'wine', '40', 'Halden', 'good', 9_000n, 'dan'],
    endsInHours: 70,
    reserve: 16_000n,
  },
]

/** Auctions just won. */
export const WON_ROWS: readonly { row: GarmentRow; wonFor: bigint }[] = [
  {
    row: ['Pulover indigo torsadat', 'Indigo cable jumper', 'knit', 'cable', 'indigo', 'M', 'Nordfall', 'good', 5_000n, 'elena'],
    wonFor: 8_000n,
  },
  {
    row: ['Fustă bej din catifea', 'Camel cord skirt', 'skirt', 'cord', 'camel', '38', 'Rue 14', 'very_good', 7_000n, 'carmen'],
    wonFor: 12_000n,
  },
]
