import { emit } from './page.ts'
import { serverNow } from './page-cart.ts'
import { say } from './say.ts'

const SOON = 120_000
/** Above this the moment itself says more than hours and minutes would. */
const DAY = 86_400_000

/** What was told already, by moment: a timer that is drawn anew does not repeat it. */
const told = new Set<string>()

/** `<hold-timer until="<ISO time>" warn="<sentence>" gone="<sentence>">14:35</hold-timer>` */
export const holdTimer = (): CustomElementConstructor =>
  class extends HTMLElement {
    static observedAttributes = ['until']

    #timer: ReturnType<typeof setTimeout> | undefined

    connectedCallback(): void {
      document.addEventListener('visibilitychange', this.#tick)
      this.#tick()
    }

    disconnectedCallback(): void {
      document.removeEventListener('visibilitychange', this.#tick)
      clearTimeout(this.#timer)
    }

    attributeChangedCallback(): void {
      if (this.isConnected) this.#tick()
    }

    #tick = (): void => {
      clearTimeout(this.#timer)
      const left = Math.max(0, Date.parse(this.getAttribute('until') as string) - serverNow())
      // Without a moment there is nothing to count.
      if (Number.isNaN(left)) return
      const isSoon = left <= SOON
      this.toggleAttribute('soon', isSoon)
      // `00:12:41` without what is nothing at its beginning.
      if (left < DAY)
        this.textContent = new Date(Math.ceil(left / 1000) * 1000)
          .toISOString()
          .slice(11, 19)
          .replace(/^(00:)?0?/, '')
      if (isSoon) this.#tell(left > 0 ? 'warn' : 'gone')
      // Nobody looks at a hidden page: it wakes for what has to be said, not for every second.
      const asleep = Math.min(isSoon ? left : left - SOON, DAY)
      if (left > 0) this.#timer = setTimeout(this.#tick, document.hidden || left > DAY ? asleep : left % 1000 || 1000)
    }

    #tell(what: 'warn' | 'gone'): void {
      const mark = what + this.getAttribute('until')
      if (told.has(mark)) return
      told.add(mark)
      say(this.getAttribute(what))
      if (what === 'gone') emit('hold-lapsed', null, this)
    }
  }
