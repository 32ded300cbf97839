import { existsSync } from 'node:fs'
import { dirname } from 'node:path'

/** What is missing on the way to the file of an address; null when nothing is, or the address names no file. */
export function missingPart(url: string): { readonly what: 'folder' | 'file'; readonly path: string } | null {
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : ':memory:'
  if (path === ':memory:' || path === '') return null
  if (!existsSync(dirname(path))) return { what: 'folder', path: dirname(path) }
  return existsSync(path) ? null : { what: 'file', path }
}
