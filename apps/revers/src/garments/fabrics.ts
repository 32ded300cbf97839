import type { Colourway } from './colourways.ts'

export type FabricName = 'solid' | 'stripe' | 'pin' | 'check' | 'dot' | 'floral' | 'herring' | 'cord' | 'cable' | 'denim'

/** One tile of a fabric: its size and the shapes drawn over the base colour. */
export interface Tile {
  readonly width: number
  readonly height: number
  readonly shapes: (colours: Colourway) => string
}

/** The ten fabrics. Plain cloth has no tile: it is filled with the base colour. */
export const FABRICS: Readonly<Record<FabricName, Tile | null>> = {
  solid: null,
  stripe: { width: 18, height: 18, shapes: ({ second }) => `<path d="M0 0h18v6H0z" fill="${second}"/>` },
  pin: { width: 14, height: 14, shapes: ({ second }) => `<path d="M0 0h1.2v14H0z" fill="${second}" opacity=".7"/>` },
  check: {
    width: 28,
    height: 28,
    shapes: ({ second }) => `<g fill="${second}" fill-opacity=".45"><path d="M0 0h14v28H0z"/><path d="M0 0h28v14H0z"/></g>`,
  },
  dot: {
    width: 22,
    height: 22,
    shapes: ({ second }) => `<g fill="${second}"><circle cx="5.5" cy="5.5" r="3"/><circle cx="16.5" cy="16.5" r="3"/></g>`,
  },
  floral: { width: 46, height: 46, shapes: floralShapes },
  herring: {
    width: 16,
    height: 16,
    shapes: ({ second }) => `<path d="M0 8l8-8 8 8M0 16l8-8 8 8" fill="none" stroke="${second}" stroke-width="1.6" opacity=".75"/>`,
  },
  cord: { width: 7, height: 7, shapes: ({ second }) => `<path d="M0 0h2.4v7H0z" fill="${second}" opacity=".55"/>` },
  cable: {
    width: 34,
    height: 26,
    shapes: ({ second }) =>
      `<path d="M6 0c0 13 12 13 12 26M18 0c0 13-12 13-12 26M27 0v26" fill="none" stroke="${second}" stroke-width="2.2" opacity=".55"/>`,
  },
  denim: { width: 6, height: 6, shapes: ({ second }) => `<path d="M0 6L6 0" stroke="${second}" stroke-width=".9" opacity=".6"/>` },
}

const PETAL_TURNS = [0, 72, 144, 216, 288]

function flower(x: number, y: number, colour: string): string {
  const petals = PETAL_TURNS.map((turn) => `<ellipse cx="${x}" cy="${y - 5}" rx="3" ry="5" transform="rotate(${turn} ${x} ${y})"/>`)
  return `<g fill="${colour}">${petals.join('')}</g><circle cx="${x}" cy="${y}" r="2.4" fill="#f3d27a"/>`
}

function floralShapes({ second, accent }: Colourway): string {
  const stems = `<path d="M30 10q4 2 3 7M8 36q5 0 6-6" stroke="${accent}" fill="none" stroke-width="1.6"/>`
  return flower(12, 12, second) + flower(35, 34, accent) + stems
}
