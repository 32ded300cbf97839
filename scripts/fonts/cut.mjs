/**
 * Cuts the two fonts of revers to the letters its pages use and writes them to `apps/revers/src/assets/fonts/`, with their licences: ASCII, the letters of
 * Romanian, French and German, and the signs the pages print. Each font comes in two files, so that a page without Romanian letters loads one.
 * Run it when letters are missing or a font has a new version: `npm ci --prefix scripts/fonts && node scripts/fonts/cut.mjs`.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import subset from 'subset-font'

const SOURCES = fileURLToPath(new URL('./node_modules/@fontsource-variable/', import.meta.url))
const TARGET = fileURLToPath(new URL('../../apps/revers/src/assets/fonts/', import.meta.url))

const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')
// The cedilla forms are here because people type them; the shop itself writes commas below.
const LETTERS = 'ĂÂÎȘȚŞŢăâîșțşţ' + 'ÀÂÇÈÉÊËÎÏÔÙÛÜàâçèéêëîïôùûüŒœÿ' + 'ÄÖÜẞäöüß' + 'ÁÍÓÑáíóñÅÆØåæøŠŽČšžč'
const SIGNS = '\u00a0«»·×°½®©§„“”‘’–—…•€£−→←↑↓✓'

// The axes in the files' names, and what is kept of them: a number fixes an axis, a range narrows it. Headings have one weight and one cut; text has several weights.
const FONTS = {
  fraunces: { axes: 'opsz', kept: { wght: 420, opsz: 40 } },
  'instrument-sans': { axes: 'wght', kept: { wght: { min: 400, max: 700 } } },
}

mkdirSync(TARGET, { recursive: true })
for (const [font, { axes, kept }] of Object.entries(FONTS)) {
  for (const part of ['latin', 'latin-ext']) {
    const whole = readFileSync(`${SOURCES}${font}/files/${font}-${part}-${axes}-normal.woff2`)
    const cut = await subset(whole, ASCII + LETTERS + SIGNS, { targetFormat: 'woff2', variationAxes: kept })
    writeFileSync(`${TARGET}${font}-${part}.woff2`, cut)
    console.log(`${font}-${part}: ${whole.length} bytes, cut to ${cut.length}`)
  }
  copyFileSync(`${SOURCES}${font}/LICENSE`, `${TARGET}${font}-licence.txt`)
}
