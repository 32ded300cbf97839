/** How often is asked where the stream of news cannot be had. Milliseconds. */
const ASK_EVERY = 10_000
const STREAM_CLOSED = 2

/**
 * Keeps the page of an auction up to date: at each event, and every ten seconds where the stream fails, the server's page is fetched and its parts
 * (`data-lot`) take the place of those shown. Everything that is said stands in that page. Rests while nobody looks.
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
    return this.#part('state', this) as HTMLElement
  }

  #part(name: string | undefined, root: ParentNode): HTMLElement | null {
    return root.querySelector(`[data-lot="${name}"]`)
  }

  readonly #refresh = async (): Promise<void> => {
    // The page itself may be the answer to a refused bid: the stream's own lot is asked for.
    const answer = await fetch(this.#source.replace(/\/events$/, '')).catch(() => null)
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const before = this.#state.dataset
    for (const old of this.querySelectorAll<HTMLElement>('[data-lot]')) {
      const fresh = this.#part(old.dataset.lot, page)
      if (fresh !== null && !keepBox(old, fresh)) old.replaceWith(fresh)
    }
    this.#say(before, this.#state)
    if ('over' in this.#state.dataset) this.#rest()
  }

  #say({ standing, ends = '' }: DOMStringMap, state: HTMLElement): void {
    const moved = state.dataset.standing !== standing && state.querySelector('[data-say]')?.textContent
    const longer = (state.dataset.ends ?? '') > ends && state.dataset.extended
    const live = document.querySelector('[data-live]')
    const words = [moved, longer].filter(Boolean).join(' ')
    // What became of an auction is settled in steps, which may be the same for the one who looks.
    if (live && words && live.textContent !== words) live.textContent = words
  }
}

/** The box stays while there is one: what is typed is kept when it is still being typed, and when it is enough; else it gets the new minimum. */
function keepBox(old: Element, fresh: Element): boolean {
  const [box, next] = [old, fresh].map((part) => part.querySelector<HTMLInputElement>('[name=amount]'))
  if (!box || !next) return false
  const typed = box.value
  const keeps = typed !== box.defaultValue && (box === document.activeElement || Number(typed) >= Number(next.defaultValue))
  box.defaultValue = next.defaultValue
  box.value = keeps ? typed : next.defaultValue
  return true
}

/** Makes `<lot-live>` known to the page. */
export const defineLotLive = (): void => customElements.define('lot-live', LotLive)
