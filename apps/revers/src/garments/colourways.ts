/** The colours one drawing uses: the cloth, the second colour of its pattern, an accent, and the tinted ground behind it. */
export interface Colourway {
  readonly base: string
  readonly second: string
  readonly accent: string
  readonly ground: string
}

export type ColourwayName =
  | 'olive'
  | 'brick'
  | 'navy'
  | 'cream'
  | 'camel'
  | 'cocoa'
  | 'indigo'
  | 'sky'
  | 'forest'
  | 'rose'
  | 'ink'
  | 'mustard'
  | 'lilac'
  | 'stone'
  | 'white'
  | 'wine'

/** Sixteen colourways chosen to lie side by side in a grid; the grounds are pale, so light cloth keeps its outline. */
export const COLOURWAYS: Readonly<Record<ColourwayName, Colourway>> = {
  olive: { base: '#31473a', second: '#e9b7a6', accent: '#d98a6a', ground: '#e9e4d6' },
  brick: { base: '#a3352d', second: '#f7e9d8', accent: '#e9b7a6', ground: '#e8e4da' },
  navy: { base: '#28385c', second: '#f5efe3', accent: '#c9a97a', ground: '#e2e6e4' },
  cream: { base: '#e8dcc4', second: '#a58f6c', accent: '#8b4a3b', ground: '#dfe3dc' },
  camel: { base: '#c9a97a', second: '#a9855a', accent: '#6e5120', ground: '#ece3d6' },
  cocoa: { base: '#6b4a37', second: '#b48a68', accent: '#e8dcc4', ground: '#e7e2d8' },
  indigo: { base: '#3a5478', second: '#8fa9c9', accent: '#dfe8f2', ground: '#efe7dc' },
  sky: { base: '#b9cfe2', second: '#3d5f93', accent: '#f7fafc', ground: '#efe6da' },
  forest: { base: '#2f6150', second: '#1e4237', accent: '#d7e3d6', ground: '#f0e4dc' },
  rose: { base: '#d9a3a0', second: '#a85f66', accent: '#f7e9e6', ground: '#e6e8e1' },
  ink: { base: '#2b2a2e', second: '#6d6a70', accent: '#d8d2c8', ground: '#ebe6dd' },
  mustard: { base: '#d3a13a', second: '#9a6f1c', accent: '#fff3d6', ground: '#e4e1ea' },
  lilac: { base: '#b9a9cf', second: '#6f5c8d', accent: '#f3eef9', ground: '#ece6da' },
  stone: { base: '#8d8578', second: '#d9d2c5', accent: '#5c5650', ground: '#e9e0d3' },
  white: { base: '#f4f2ee', second: '#8fa0b8', accent: '#c98a7a', ground: '#e3ded4' },
  wine: { base: '#6e2436', second: '#b5697a', accent: '#ecd9d4', ground: '#e6e4dc' },
}
