/** The dark of every line and shadow. */
export const INK = '#1a1410'

/** What stands on the sheet of paper; `name` makes the ids unique. */
export interface Sheet {
  readonly name: string
  readonly ground: string
  readonly definitions: string
  readonly body: string
}

/** The paper every picture stands on: 400 by 520, a tinted ground with light from above, a shadow on the floor, and the shading of cloth. */
export function sheet({ name, ground, definitions, body }: Sheet): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 520" width="400" height="520"><defs>' +
    definitions +
    `<linearGradient id="${name}-shade" x2="1"><stop stop-color="#fff" stop-opacity=".2"/><stop offset=".45" stop-color="#fff" stop-opacity="0"/>` +
    `<stop offset="1" stop-color="${INK}" stop-opacity=".24"/></linearGradient>` +
    `<radialGradient id="${name}-light" cy=".36" r=".8"><stop stop-color="#fff" stop-opacity=".55"/>` +
    '<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>' +
    `<path d="M0 0h400v520H0z" fill="${ground}"/><path d="M0 0h400v520H0z" fill="url(#${name}-light)"/>` +
    `<ellipse cx="200" cy="492" rx="118" ry="9" fill="${INK}" opacity=".1"/>${body}</svg>`
  )
}

/** A filled shape with the light falling from the left. */
export const shape = (name: string, path: string, fill: string): string =>
  `<path d="${path}" fill="${fill}"/><path d="${path}" fill="url(#${name}-shade)"/>`
