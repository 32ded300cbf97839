import { drawParts, partOf, tell } from './parts.ts'

/** How often is asked where the stream of news cannot be had. Milliseconds. */
const ASK_EVERY = 10_000
const STREAM_CLOSED = 2

/**
 * Keeps the page of an auction up to date: at each event, and every ten seconds where the stream fails, the server's page is fetched and its parts
 * (`data-part`) take the place of those shown. Everything that is said stands in that page. Rests while nobody looks.
 */
class LotLive extends HTMLElement {
  #news: EventSource | undefined
  #asking: ReturnType<typeof setInterval> | undefined

  connectedCallback(): void {
    document.addEventListener('visibilitychange', this.#follow)
    this.addEventListener('hold-lapsed', this.#refresh)
    this.#follow()
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#follow)
    this.#rest()
  }

  #rest(): void {
    this.#news?.close()
    clearInterval(this.#asking)
  }

  readonly #follow = (): void => {
    this.#rest()
    if (document.hidden || 'over' in this.#state.dataset) return
    const news = new EventSource(this.#source)
    this.#news = news
    news.addEventListener('lot', ({ lastEventId, data }) => {
      if (this.#state.dataset.seen !== `${lastEventId}-${JSON.parse(data).state}`) this.#refresh()
    })
    news.onerror = () => {
      if (news.readyState !== STREAM_CLOSED) return
      this.#rest()
      if (!('over' in this.#state.dataset)) this.#asking = setInterval(this.#refresh, ASK_EVERY)
    }
  }

  get #source(): string {
    return this.getAttribute('src') ?? ''
  }

  get #state(): HTMLElement {
    return partOf('state', this) as HTMLElement
  }

  readonly #refresh = async (): Promise<void> => {
    // The page itself may be the answer to a refused bid: the stream's own lot is asked for.
    const before = this.#state.dataset
    if (!(await drawParts(this.#source.replace(/\/events$/, '')))) return
    const { dataset: after } = this.#state
    const moved = after.standing !== before.standing && document.querySelector('[data-say]')?.textContent
    const longer = (after.ends ?? '') > (before.ends ?? '') && after.extended
    if (moved) document.querySelector('.flash')?.remove()
    tell([moved, longer].filter(Boolean).join(' '))
    if ('over' in after) this.#rest()
  }
}

customElements.define('lot-live', LotLive)
