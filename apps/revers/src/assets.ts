import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** A file of the site, the same for everybody. */
export interface Asset {
  readonly type: string
  readonly content: Uint8Array<ArrayBuffer>
  /** The content compressed as far as it goes, by the name of the coding; empty for what is compressed by nature. */
  readonly compressed: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
}
const FOLDER = fileURLToPath(new URL('./assets/', import.meta.url))
const BUNDLES = fileURLToPath(new URL('../dist/', import.meta.url))
/** The script of most pages, and those that hold it and what a single page needs more. */
const SCRIPTS = ['shop.js', 'auction.js', 'checkout.js', 'sell.js']

const byPath = new Map<string, Asset>()
const paths = new Map<string, string>()

/** The address has the content's own mark in it, so a browser may keep it for ever. */
function keep(name: string, content: Buffer): void {
  const ending = extname(name)
  const mark = createHash('sha256').update(content).digest('base64url').slice(0, 10)
  const path = `${name.slice(0, -ending.length)}.${mark}${ending}`
  const codings =
    ending === '.woff2' ? [] : [['br', brotliCompressSync(content)] as const, ['gzip', gzipSync(content, { level: 9 })] as const]
  byPath.set(path, {
    type: TYPES[ending] ?? 'application/octet-stream',
    content: new Uint8Array(content),
    compressed: new Map(codings.map(([coding, bytes]) => [coding, new Uint8Array(bytes)])),
  })
  paths.set(name, `/assets/${path}`)
}

/** A sheet without what only people need: comments, and white space but for single spaces between words. What stands in quotes is left alone. */
function small(sheet: string): string {
  const pieces = /("[^"]*")|(\/\*[\s\S]*?\*\/)|\s*([{};,>])\s*|(:)\s+|\s+/g
  return sheet.replace(pieces, (_, quoted?: string, comment?: string, sign?: string, colon?: string) =>
    comment === undefined ? (quoted ?? sign ?? colon ?? ' ') : '',
  )
}

for (const name of globSync('{*.svg,fonts/*.woff2}', { cwd: FOLDER })) keep(name, readFileSync(FOLDER + name))
// One file for all pages, in the order of the names. The files it names have to be known before.
const styles = globSync('styles/*.css', { cwd: FOLDER }).sort()
const sheet = styles.map((name) => readFileSync(FOLDER + name, 'utf8')).join('')
keep('shop.css', Buffer.from(small(sheet).replace(/url\("([^"]+)"\)/g, (_, name: string) => `url("${assetPath(name)}")`)))
for (const name of SCRIPTS) keep(name, readFileSync(BUNDLES + name))

/** Where a page finds a file: `assetPath('shop.css')`. Throws `RangeError` for one that is not there. */
export function assetPath(name: string): string {
  const path = paths.get(name)
  if (path === undefined) throw new RangeError(`there is no asset ${name}`)
  return path
}

/** A file by its address after `/assets/`; null when there is none. */
export const findAsset = (path: string): Asset | null => byPath.get(path) ?? null
