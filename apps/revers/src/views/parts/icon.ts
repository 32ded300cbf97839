import { type Html, html } from 'cartwright/html'

/** Lines on a field of 24 by 24, drawn in the colour of the text beside them. */
const PATHS = {
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20',
  bag: 'M5 8h14l1 12H4L5 8Zm4 3V7a3 3 0 0 1 6 0v4',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8.5a7.5 7.5 0 0 1 15 0',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M10 6l-6 6 6 6M4 12h16',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Zm0-13.5v5l3.5 2',
  done: 'M4.5 12.5 10 18 19.5 7',
  problem: 'M12 4 2.8 20h18.4L12 4Zm0 6v4.5m0 2.6v.4',
} as const

export type IconName = keyof typeof PATHS

/** A small drawing beside words that say the same: those who cannot see it miss nothing. */
export const icon = (name: IconName): Html =>
  html`<svg class="icon${name === 'back' ? ' turns' : ''}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`
