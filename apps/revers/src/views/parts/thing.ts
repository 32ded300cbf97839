import { type Html, html } from 'cartwright/html'
import type { ProductSummaryJson } from '../types.ts'

/** The small picture at the head of a line; an empty frame when the product no longer has one. */
export const thumbnail = ({ image }: Pick<ProductSummaryJson, 'image'>): Html =>
  image === null
    ? html`<span class="thumbnail"></span>`
    : html`<img class="thumbnail" src="${image}" width="72" height="94" alt="" loading="lazy">`

/** `Nordfall · M · foarte bună`, as far as it is known. A condition of two words stays in one line. */
export const detailWords = (
  brand: string | null | undefined,
  size: string | null | undefined,
  condition: string | null | undefined,
): string => [brand, size, condition?.replaceAll(' ', '\u00a0')].filter(Boolean).join(' · ')

/** The name of a product, linked to its page while it has one. */
export const nameLink = ({ name, url }: Pick<ProductSummaryJson, 'name' | 'url'>): Html =>
  url === null ? html`<span class="name">${name}</span>` : html`<a class="name" href="${url}">${name}</a>`
