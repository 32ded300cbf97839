import { isStorable } from '../check-input.ts'
import { Malformed } from './malformed.ts'
import type { Fields } from './strict-json.ts'

/**
 * Reads `a=1&b=2`, of a form or a query. A name that comes twice becomes a list; a field that was left empty is there, as undefined.
 * `URLSearchParams` is not used: it turns bytes that are no UTF-8 into U+FFFD instead of refusing them.
 */
export function readFormText(text: string): Fields {
  const pairs = text === '' ? [] : text.split('&').filter((pair) => pair !== '')
  return fieldsOf(
    pairs.map((pair) => {
      const equals = pair.indexOf('=')
      return equals < 0 ? [decoded(pair), ''] : [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))]
    }),
  )
}

/** Reads a multipart form. Files are not taken. */
export async function readMultipart(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Fields> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => null)
  if (form === null) throw new Malformed()
  return fieldsOf(
    [...form].map(([name, value]) => {
      if (typeof value !== 'string') throw new Malformed()
      return [name, value]
    }),
  )
}

function fieldsOf(pairs: readonly (readonly [string, string])[]): Fields {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of pairs) {
    if (!isStorable(name) || !isStorable(value)) throw new Malformed()
    const before = fields.get(name)
    fields.set(name, before === undefined ? value : [before, value].flat())
  }
  // fromEntries defines own properties, so a field named __proto__ stays a field, and is refused as unknown later.
  return Object.fromEntries([...fields].map(([name, value]) => [name, value === '' ? undefined : value]))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new Malformed()
  }
}
