/** A shop with its seed, and a browser to look at it. */
import type { TestContext } from 'node:test'
import type { Browser } from 'playwright-core'
import type { Engine } from '../../../apps/revers/tests/kit/database.ts'
import { type House, openHouse } from '../../../apps/revers/tests/kit/house.ts'
import type { Settings } from '../../../apps/revers/tests/kit/server.ts'
import { openShelf, type Shelf } from '../../../apps/revers/tests/kit/shelf.ts'
import { openBrowser } from './browser.ts'
import { openPerson, type Person, type PersonOptions } from './person.ts'

export interface BrowserShop {
  readonly house: House
  readonly shelf: Shelf
  readonly browser: Browser
  /** Somebody at the shop; `name` is signed in. */
  person(test: TestContext, options?: PersonOptions & { readonly name?: string }): Promise<Person>
  close(): Promise<void>
}

/** Opens a seeded shop on this kind of database, with one server for each of the settings; people visit the first. */
export async function openBrowserShop(engine: Engine, ...settings: readonly Settings[]): Promise<BrowserShop> {
  const house = await openHouse(engine, ...settings)
  // A shop that does not come up must not leave a browser behind, which would keep the tests from ending.
  const shelf = await openShelf(house.url)
  const browser = await openBrowser()
  return {
    house,
    browser,
    shelf,
    person: (test, { name, ...options } = {}) =>
      openPerson(test, browser, house.url, { ...(name !== undefined && { cookies: house.signedIn(name).cookies }), ...options }),
    async close() {
      await browser.close()
      await house.close()
    },
  }
}
