import { isStorable } from '../check-input.ts'

/** Nothing we are sent is deeper than an address within a checkout; JSON.stringify and every recursive walk give up at some 10,000. */
const MAX_DEPTH = 8
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g

/** Fields as they were sent. */
export type Fields = Record<string, unknown>

/**
 * Reads a JSON object; null for anything else: no JSON, another kind of value, deeper than 8, a key twice in one object (the last one would win,
 * and whoever looked before us may have seen the first), or a text no database takes (NUL, half a surrogate pair).
 */
export function readJsonObject(text: string): Fields | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return isTidy(text) ? (value as Fields) : null
}

/** Walks over the tokens of a text that is JSON already. A string is a key when a colon follows it. */
function isTidy(text: string): boolean {
  const open: (Set<string> | null)[] = []
  let last: string | null = null
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const keys = open.at(-1)
      if (last === null || keys?.has(last)) return false
      keys?.add(last)
    } else {
      last = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1)
      if (!isStorable(last)) return false
    }
    if (open.length > MAX_DEPTH) return false
  }
  return true
}
