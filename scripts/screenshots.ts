/**
 * Makes the pictures of the README, `docs/pictures/*.webp`, from a shop with its seed: `node --conditions=cartwright-source scripts/screenshots.ts`.
 * The browser itself packs them, so that nothing else has to be installed; each is at most 60 kB.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { lotsSchema } from '../apps/revers/tests/kit/contract.ts'
import { FILE_ENGINE } from '../apps/revers/tests/kit/database.ts'
import { add, login, purchase, quote, read } from '../apps/revers/tests/kit/shopper.ts'
import { addToCart, drawer } from '../tests/browser/kit/buying.ts'
import { openWindow, PHONE } from '../tests/browser/kit/person.ts'
import { openBrowserShop } from '../tests/browser/kit/shop.ts'

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const BYTES_AT_MOST = 60_000
const DAY = 86_400_000
const QUALITIES = [0.86, 0.78, 0.7, 0.6, 0.5]

interface Picture {
  readonly name: string
  readonly path: string
  readonly cookies?: ReadonlyMap<string, string>
  readonly width?: number
  readonly dark?: boolean
  readonly act?: (page: Page) => Promise<void>
}

/** Packs a picture as small as it must be; the browser can do it. */
async function pack(browser: Browser, picture: Buffer): Promise<Buffer> {
  const page = await browser.newPage()
  try {
    for (const quality of QUALITIES) {
      const packed = await page.evaluate(
        async ({ source, wanted }) => {
          const image = new Image()
          image.src = `data:image/png;base64,${source}`
          await image.decode()
          const canvas = document.createElement('canvas')
          ;[canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight]
          canvas.getContext('2d')?.drawImage(image, 0, 0)
          return canvas.toDataURL('image/webp', wanted).split(',')[1] ?? ''
        },
        { source: picture.toString('base64'), wanted: quality },
      )
      const bytes = Buffer.from(packed, 'base64')
      if (bytes.length <= BYTES_AT_MOST) return bytes
    }
  } finally {
    await page.close()
  }
  throw new Error(`a picture is larger than ${BYTES_AT_MOST} bytes even at the lowest quality`)
}

/** A month that was made up, so that the charts of the picture have a shape; those of a shop come from its events. */
function madeUpMonth(): string {
  const today = Math.floor(Date.now() / DAY) * DAY
  const rows = Array.from({ length: 30 }, (_, ago) => {
    const busy = Math.round(9 + 4 * Math.sin(ago / 2.2) + (ago % 7 < 2 ? 5 : 0) - ago / 6)
    const counts = {
      added: busy * 6,
      held: busy * 5,
      bought: busy * 2,
      lapsed: busy * 2,
      released: busy,
      carts: busy * 4,
      checkouts: busy * 2,
      paid: busy,
    }
    const hour = today - (ago + 1) * DAY
    return [
      ...Object.entries(counts).map(([name, count]) => [name, '', count, 0] as const),
      ['sold', 'RON', busy, busy * 19_900] as const,
    ].map(([name, currency, count, amount]) => `('${name}', ${hour}, '${currency}', ${count}, '${amount}')`)
  })
  return `insert into figure (name, hour, currency, count, amount) values ${rows.flat().join(', ')}`
}

const shop = await openBrowserShop(FILE_ENGINE, { SWEEP_SECONDS: '1' })
try {
  const { house, shelf, browser } = shop
  const [guest, admin, bidder, rival] = [house.visitor(), house.visitor(), house.signedIn('buyer01'), house.signedIn('buyer02')]
  await login(admin, 'admin')
  for (const garment of shelf.garments(3)) await add(guest, garment)
  const [lot] = read(await guest.get('/auctions'), 200, lotsSchema).items
  if (!lot) throw new Error('no auctions')
  await rival.post(`/auctions/${lot.id}/bids`, { amount: '400.00' })
  await bidder.post(`/auctions/${lot.id}/bids`, { amount: '520.00' })
  // Something for the staff to look at.
  for (const name of ['buyer03', 'buyer04', 'buyer05', 'buyer06']) {
    const buyer = house.signedIn(name)
    await add(buyer, shelf.garment())
    await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'wallet' }), 'wallet'))
  }
  for (const name of ['buyer07', 'buyer08']) await add(house.signedIn(name), shelf.garment())
  await house.database.query(madeUpMonth())
  const shown = shelf.garment()

  const pictures: readonly Picture[] = [
    { name: 'home', path: '/' },
    { name: 'home-dark', path: '/', dark: true },
    { name: 'product-phone', path: shown.url, width: PHONE },
    {
      name: 'drawer',
      path: shown.url,
      act: async (page) => {
        await addToCart(page, shown)
        await drawer(page).waitFor()
      },
    },
    { name: 'cart', path: '/cart', cookies: guest.cookies },
    { name: 'checkout-phone', path: '/checkout', cookies: guest.cookies, width: PHONE },
    { name: 'auction', path: `/auctions/${lot.id}`, cookies: bidder.cookies },
    { name: 'admin', path: '/admin', cookies: admin.cookies },
  ]
  await mkdir(FOLDER, { recursive: true })
  for (const { name, path, cookies = new Map(), width = 1_280, dark = false, act } of pictures) {
    const context = await openWindow(browser, house.url, { cookies, width, dark })
    const page = await context.newPage()
    await page.goto(path)
    await act?.(page)
    await page.waitForLoadState('networkidle').catch(() => undefined)
    const bytes = await pack(browser, await page.screenshot())
    await writeFile(`${FOLDER}${name}.webp`, bytes)
    console.log(`${name}.webp ${bytes.length} bytes`)
    await context.close()
  }
} finally {
  await shop.close()
}
