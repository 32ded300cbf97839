import { type Html, html, type Piece } from '../html/html.ts'
import type { Visit } from '../http/route.ts'
import type { Admin, SectionName } from './settings.ts'
import { type Words, wordsOf } from './words.ts'

export interface AdminPage {
  readonly title: string
  readonly main: Piece
  readonly section: SectionName
  /** The way up: what this page belongs to. */
  readonly crumbs?: readonly { readonly label: string; readonly href: string }[]
  /** Beside the heading, such as a state. */
  readonly aside?: Piece
  /** A form came back: the title says so. */
  readonly faulty?: boolean
}

/** A whole page of the staff: rail, heading, what was done last, content. */
export function page(admin: Admin, visit: Visit, { title, main, section, crumbs = [], aside, faulty = false }: AdminPage): string {
  const words = wordsOf(visit)
  const theme = admin.theme(visit)
  const trail = crumbs.map(({ label, href }) => html`<li><a href="${href}">${label}</a></li>`)
  return String(html`<!doctype html>
<html lang="${visit.locale}" dir="ltr"${theme ? html` data-theme="${theme}"` : ''}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${faulty ? `${words.errorPrefix} ` : ''}${title} · ${words.title}</title><meta name="robots" content="noindex"><link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="${admin.sheet.path}">${
    admin.styles && html`<link rel="stylesheet" href="${admin.styles}">`
  }</head>
<body><a class="skip" href="#main">${words.skip}</a>
${rail(admin, words, section)}
<main id="main" tabindex="-1">${flashOf(visit)}${trail.length > 0 ? html`<nav class="crumbs" aria-label="${title}"><ol>${trail}</ol></nav>` : ''}
<div class="heading"><h1>${title}</h1>${aside}</div>
${main}</main></body></html>`)
}

function rail(admin: Admin, words: Words, current: SectionName): Html {
  const links = admin.sections.map(
    ({ name, path }) =>
      html`<li><a href="${admin.path}${path}"${name === current ? html` aria-current="page"` : ''}>${words.sections[name]}</a></li>`,
  )
  // One of the two is shown: beside the page all sections at once, above a narrow one behind the name of the section that it is.
  return html`<header class="rail"><p class="mark"><a href="${admin.path}">${words.title}</a></p>
<nav aria-label="${words.navigation}"><ul class="wide">${links}</ul>
<details class="narrow"><summary><span class="unseen">${words.navigation}: </span>${words.sections[current]}</summary><ul>${links}</ul></details></nav><p class="home"><a href="${admin.home}">${words.shop}</a></p></header>`
}

const flashOf = ({ flash }: Visit): Piece =>
  flash && html`<p class="flash ${flash.kind}" role="${flash.kind === 'ok' ? 'status' : 'alert'}">${flash.text}</p>`

/** A state as a word with a colour of its kind. */
export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'info'
export const tag = (word: string, tone: Tone = 'plain'): Html => html`<span class="tag ${tone}">${word}</span>`

/** Names and what they are, such as the facts of an order. */
export const facts = (rows: readonly (readonly [label: string, value: Piece])[]): Html =>
  html`<dl class="facts">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`

/** A part of a page under a heading of its own. */
export const panel = (title: string, content: Piece): Html => html`<section class="panel"><h2>${title}</h2>${content}</section>`
