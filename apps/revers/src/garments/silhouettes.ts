import { VARIANTS, type VariantName } from './silhouettes-more.ts'

export type SilhouetteName = VariantName | 'tee' | 'shirt' | 'knit' | 'blazer' | 'coat' | 'dress' | 'skirt' | 'trousers' | 'bag'

/** A straight step to x, y, or a curve: two control points and its end. */
export type Segment = readonly [x: number, y: number] | readonly [x1: number, y1: number, x2: number, y2: number, x: number, y: number]

/**
 * A garment on a sheet of 400 by 520. Only the left half of the outline is written, from the top of the axis (x = 200) to its foot:
 * it is mirrored, so every garment hangs straight. The other entries are drawn over the cloth.
 */
export interface Silhouette {
  readonly start: readonly [x: number, y: number]
  readonly outline: readonly Segment[]
  readonly hanger: 'shoulders' | 'waist' | 'none'
  /** Parts in plain cloth: collars, lapels, the flap of a bag. */
  readonly panels?: readonly string[]
  /** Knitted edges. */
  readonly ribbing?: readonly string[]
  readonly seams?: readonly string[]
  readonly folds?: readonly string[]
  readonly buttons?: readonly (readonly [x: number, y: number])[]
  readonly buckle?: readonly [x: number, y: number, width: number, height: number]
  /** Drawn behind the cloth. */
  readonly handle?: string
}

/** All silhouettes of the shop: nine, and what varies them. */
export const SILHOUETTES: Readonly<Record<SilhouetteName, Silhouette>> = {
  ...VARIANTS,
  tee: {
    start: [200, 124],
    outline: [
      [184, 124, 171, 113, 167, 97],
      [136, 105],
      [108, 113, 84, 130, 70, 152],
      [46, 222],
      [102, 246],
      [121, 206],
      [125, 262, 123, 340, 118, 412],
      [148, 419, 178, 420, 200, 420],
    ],
    hanger: 'shoulders',
    seams: ['M167 97c5 24 18 37 33 37s28-13 33-37', 'M52 214l53 23M348 214l-53 23', 'M119 402c46 9 116 9 162 0'],
    folds: ['M121 206c6 40 6 70 4 110M279 206c-6 40-6 70-4 110'],
  },
  shirt: {
    start: [200, 116],
    outline: [
      [184, 112, 172, 102, 166, 90],
      [132, 104],
      [108, 114, 96, 132, 90, 156],
      [76, 224, 64, 306, 58, 388],
      [92, 396],
      [100, 334, 110, 278, 124, 218],
      [126, 290, 124, 366, 118, 430],
      [146, 440, 178, 440, 200, 436],
    ],
    hanger: 'shoulders',
    panels: ['M166 90l-8 22 28 26 14-22z', 'M234 90l8 22-28 26-14-22z'],
    seams: ['M200 118v318', 'M136 186h36v40l-18 8-18-8z', 'M60 372l34 6M340 372l-34 6'],
    buttons: [
      [206, 160],
      [206, 210],
      [206, 260],
      [206, 310],
      [206, 360],
      [206, 410],
    ],
  },
  knit: {
    start: [200, 112],
    outline: [
      [182, 112, 170, 106, 164, 94],
      [128, 106],
      [104, 116, 90, 138, 84, 164],
      [70, 236, 60, 310, 54, 384],
      [58, 398, 84, 402, 94, 396],
      [102, 336, 112, 284, 126, 232],
      [128, 300, 126, 366, 122, 414],
      [124, 426, 128, 430, 132, 432],
      [160, 438, 182, 438, 200, 438],
    ],
    hanger: 'shoulders',
    panels: ['M164 94c4 22 18 34 36 34s32-12 36-34l-10-4c-4 16-12 24-26 24s-22-8-26-24z'],
    ribbing: [
      'M123 404c40 8 114 8 154 0l-4 28c-38 8-108 8-146 0z',
      'M56 372l40 8-2 16c-10 6-36 2-40-8z',
      'M344 372l-40 8 2 16c10 6 36 2 40-8z',
    ],
    folds: ['M126 232c6 36 6 62 4 96M274 232c-6 36-6 62-4 96'],
  },
  blazer: {
    start: [200, 196],
    outline: [
      [184, 160, 172, 124, 168, 90],
      [134, 102],
      [110, 112, 98, 132, 92, 158],
      [80, 226, 68, 306, 62, 380],
      [96, 388],
      [104, 330, 114, 276, 128, 222],
      [128, 290, 122, 350, 116, 418],
      [146, 432, 178, 432, 200, 420],
    ],
    hanger: 'shoulders',
    panels: ['M168 90l-14 38 20 8-10 18 36 56-4-40z', 'M232 90l14 38-20 8 10 18-36 56 4-40z'],
    seams: ['M200 210v212', 'M134 330h40v10h-40zM226 330h40v10h-40zM140 220h28'],
    buttons: [
      [208, 250],
      [208, 300],
    ],
  },
  coat: {
    start: [200, 186],
    outline: [
      [184, 150, 174, 112, 170, 80],
      [134, 92],
      [108, 102, 96, 124, 90, 150],
      [78, 220, 70, 290, 64, 364],
      [100, 372],
      [106, 318, 114, 262, 126, 210],
      [124, 300, 112, 390, 98, 464],
      [134, 476, 172, 478, 200, 476],
    ],
    hanger: 'shoulders',
    panels: ['M170 80l-16 44 24 6-8 22 30 44-4-48z', 'M230 80l16 44-24 6 8 22-30 44 4-48z'],
    seams: ['M200 198v278M119 262h162l1 18H117z', 'M128 340l34-8 4 12-34 8zM272 340l-34-8-4 12 34 8z'],
    buttons: [
      [184, 222],
      [216, 222],
      [184, 318],
      [216, 318],
    ],
    buckle: [188, 258, 26, 26],
  },
  dress: {
    start: [200, 156],
    outline: [
      [184, 150, 174, 134, 172, 92],
      [154, 92],
      [156, 128, 150, 160, 140, 182],
      [146, 214, 152, 236, 156, 254],
      [136, 330, 112, 396, 88, 454],
      [124, 472, 168, 476, 200, 476],
    ],
    hanger: 'shoulders',
    seams: ['M156 254c28 8 60 8 88 0'],
    folds: ['M172 262c-10 70-22 130-40 200M200 264v206M228 262c10 70 22 130 40 200'],
  },
  skirt: {
    start: [200, 120],
    outline: [
      [146, 118],
      [144, 146],
      [128, 236, 100, 334, 82, 432],
      [118, 452, 168, 456, 200, 456],
    ],
    hanger: 'waist',
    seams: ['M144 146c36 8 76 8 112 0'],
    folds: ['M162 152c-12 96-26 196-40 292M188 154c-4 100-8 200-14 300M212 154c4 100 8 200 14 300M238 152c12 96 26 196 40 292'],
    buttons: [[152, 132]],
  },
  trousers: {
    start: [200, 86],
    outline: [
      [146, 84],
      [142, 116],
      [132, 236, 116, 356, 108, 470],
      [172, 474],
      [184, 380, 194, 296, 200, 212],
    ],
    hanger: 'waist',
    seams: ['M142 116c38 6 78 6 116 0M200 118v94M200 118c0 40-4 52-20 58', 'M146 122c0 20-4 30-14 38M254 122c0 20 4 30 14 38'],
    folds: ['M164 190c-8 90-16 180-22 280M236 190c8 90 16 180 22 280'],
    buttons: [[200, 101]],
  },
  bag: {
    start: [200, 216],
    outline: [
      [128, 216],
      [110, 216, 100, 226, 98, 244],
      [84, 392],
      [82, 420, 96, 432, 120, 432],
      [200, 432],
    ],
    hanger: 'none',
    panels: ['M98 244c0-18 12-28 30-28h144c18 0 30 10 30 28l4 50c-60 26-152 26-212 0z'],
    seams: ['M104 300l-8 100M296 300l8 100'],
    buckle: [184, 290, 32, 30],
    handle: 'M146 222c0-96 18-130 54-130s54 34 54 130',
  },
}
