import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Patch } from './guard.ts'

/** A sabotage that does not fit the source any more: it must be mended, not passed over. */
export class MisfitError extends Error {}

/** Makes the changes in a copy of the tree; answers how to undo them. Throws `MisfitError` unless each fits exactly once. */
export async function applyPatches(root: string, patches: readonly Patch[]): Promise<() => Promise<void>> {
  const originals = new Map<string, string>()
  const patched = new Map<string, string>()
  for (const patch of patches) {
    const path = join(root, patch.file)
    const text = patched.get(path) ?? (await read(path, patch.file))
    if (!originals.has(path)) originals.set(path, text)
    patched.set(path, patchedText(text, patch))
  }
  for (const [path, text] of patched) await writeFile(path, text)
  return async () => {
    for (const [path, text] of originals) await writeFile(path, text)
  }
}

const read = (path: string, file: string): Promise<string> =>
  readFile(path, 'utf8').catch(() => {
    throw new MisfitError(`there is no ${file}`)
  })

/** The text with the patch in it. */
export function patchedText(text: string, { file, inside, find, replace }: Patch): string {
  const [from, to] = inside === undefined ? [0, text.length] : regionOf(text, file, inside)
  const region = text.slice(from, to)
  const found = [...region.matchAll(loosely(find))]
  if (found.length !== 1) {
    throw new MisfitError(`${file}${inside === undefined ? '' : `, ${inside}`}: found ${found.length} times instead of once: ${find}`)
  }
  const [match] = found
  const at = from + (match?.index ?? 0)
  return text.slice(0, at) + replace + text.slice(at + (match?.[0].length ?? 0))
}

/** A text as a pattern that a formatter cannot spoil: breaks of lines and commas before a closing bracket do not matter. */
function loosely(text: string): RegExp {
  const tokens = text.trim().match(/\s+|\w+|[^\s\w]/g) ?? []
  const pieces = tokens.map((token, place) => {
    if (/^\s/.test(token)) return /^\w/.test(tokens[place + 1] ?? '') && /\w$/.test(tokens[place - 1] ?? '') ? '\\s+' : '\\s*'
    const closes = /^[)\]}]$/.test(token) ? ',?\\s*' : ''
    return `${closes}${RegExp.escape(token)}${/^\w/.test(token) ? '' : '\\s*'}`
  })
  return new RegExp(pieces.join('').replace(/(?:\\s\*)+$/, ''), 'g')
}

/** From a top-level declaration to the next one. */
function regionOf(text: string, file: string, name: string): [number, number] {
  const starts = [...text.matchAll(/^(?:export )?(?:async )?(?:const|function|class) (\w+)/gm)]
  const place = starts.findIndex((start) => start[1] === name)
  const start = starts[place]
  if (start === undefined) throw new MisfitError(`${file}: there is no ${name}`)
  return [start.index, starts[place + 1]?.index ?? text.length]
}
