/** Reads the forms of a page as a browser without scripts does, so that tests press the buttons that are really there. */
import { strict as assert } from 'node:assert'
import type { Answer } from './client.ts'

/** A form and what it would send. */
export interface Form {
  readonly action: string
  readonly method: 'get' | 'post'
  /** Values that would be sent untouched: hidden and filled fields, checked boxes, chosen options. */
  readonly fields: readonly (readonly [string, string])[]
  /** Names of every field, also those left empty. */
  readonly names: readonly string[]
  /** Name and value of each submit button that has them. */
  readonly buttons: readonly (readonly [string, string])[]
}

type Attributes = Readonly<Record<string, string>>

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex: string, decimal: string, name: string) => {
    if (hex || decimal) return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex ? 16 : 10))
    return ENTITIES[name] ?? whole
  })
}

function attributesOf(tag: string): Attributes {
  const found: Record<string, string> = {}
  for (const [, name = '', double, single, bare] of tag.matchAll(/\s([a-z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi)) {
    found[name.toLowerCase()] = decode(double ?? single ?? bare ?? '')
  }
  return found
}

/** Every form of a page, in order. */
export function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head = '', inner = '']) => {
    const attributes = attributesOf(` ${head}`)
    // Fields outside of the form that name it by its id.
    const outside = attributes.id ? html.matchAll(new RegExp(`<(?:input|button)\\b[^>]*\\bform="${attributes.id}"[^>]*>`, 'gi')) : []
    return read(attributes, inner + [...outside].map(([tag]) => tag).join(''))
  })
}

function read(form: Attributes, inner: string): Form {
  const fields: [string, string][] = []
  const names: string[] = []
  const buttons: [string, string][] = []
  for (const [whole, element = '', head = '', content = ''] of inner.matchAll(
    /<(input|button)\b([^>]*)>|<(?:select|textarea)\b[^>]*>[\s\S]*?<\/(?:select|textarea)>/gi,
  )) {
    const tag = element === '' ? attributesOf(whole.slice(0, whole.indexOf('>') + 1)) : attributesOf(` ${head}${content}`)
    if (tag.disabled !== undefined) continue
    const { name, value = '', type = element.toLowerCase() === 'button' ? 'submit' : 'text' } = tag
    if (name === undefined || name === '') continue
    if (type === 'submit' && element !== '') {
      buttons.push([name, value])
      continue
    }
    names.push(name)
    const isOff = (type === 'checkbox' || type === 'radio') && tag.checked === undefined
    if (!isOff) fields.push([name, element === '' ? chosen(whole) : type === 'checkbox' || type === 'radio' ? (tag.value ?? 'on') : value])
  }
  const method = form.method?.toLowerCase() === 'post' ? 'post' : 'get'
  return { action: form.action ?? '', method, fields, names, buttons }
}

/** The value of a select or a textarea. */
function chosen(whole: string): string {
  if (/^<textarea/i.test(whole)) return decode(whole.replace(/^<[^>]*>|<\/textarea>$/gi, ''))
  const options = [...whole.matchAll(/<option\b([^>]*)>([^<]*)/gi)].map(([, head = '', label = '']) => ({
    attributes: attributesOf(` ${head}`),
    label: decode(label).trim(),
  }))
  const option = options.find(({ attributes }) => attributes.selected !== undefined) ?? options[0]
  return option?.attributes.value ?? option?.label ?? ''
}

/** The first POST form of a page that goes to `action` (a path, or a pattern of it) and fits. */
export function formTo(page: Answer, action: string | RegExp, fits: (form: Form) => boolean = () => true): Form {
  const forms = formsOf(page.text)
  const goesThere = (form: Form): boolean => {
    const path = new URL(form.action, `http://site${page.path}`).pathname
    return typeof action === 'string' ? path === action : action.test(path)
  }
  const found = forms.find((form) => form.method === 'post' && goesThere(form) && fits(form))
  assert.ok(found, `${page.path} has no form to ${action}; its forms: ${forms.map((form) => `${form.method} ${form.action}`).join(', ')}`)
  return found
}

/** The name of a form's field or button, found by itself or by its last part: `line1` finds `address[line1]` as well. */
export function fieldOf(form: Form, wanted: string): string | undefined {
  const offered = [...form.names, ...form.buttons.map(([name]) => name)]
  return offered.find((name) => name === wanted) ?? offered.find((name) => new RegExp(`[^a-z0-9]${wanted}\\]?$`).test(name))
}

/** What a person would send who fills in `answers`. Throws when the form has no such field: a person could not fill it in either. */
export function fill(form: Form, answers: Readonly<Record<string, string>>): [string, string][] {
  const sent = new Map(form.fields.map(([name, value]) => [name, value]))
  for (const [wanted, value] of Object.entries(answers)) {
    const name = fieldOf(form, wanted)
    assert.ok(name, `the form to ${form.action} has no field ${wanted}, only ${form.names.join(', ')}`)
    sent.set(name, value)
  }
  return [...sent]
}
