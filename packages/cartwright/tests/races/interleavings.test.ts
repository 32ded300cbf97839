import { MOST_BALANCE } from '../../src/payments/wallet-rows.ts'
import { fillWallet } from '../../src/testing/contract/checkout-keys.ts'
import { ADDRESS, ANA, attemptOf, BOGDAN, fund, requestOf } from '../../src/testing/contract/kit.ts'
import { interleave, type Scene } from './interleave.ts'

const coat = { type: 'garment', id: 'coat' } as const

/** Ana has a coat, a hat and some totes in her cart and is about to pay; so is Bogdan, who wants the same totes and the same code. */
const shopping: Scene = async (kit, money = 60_000n) => {
  const { shop, shelf, clock } = kit
  const tote = shelf.article('tote')
  await shop.stock.set(tote, 4n)
  await shop.discounts.create({ code: 'ONE', kind: 'percent', value: 1_000n, maxUses: 1n })
  await fund(kit, ANA, money)
  const cart = shop.cart(ANA)
  const { view } = await cart.addMany([
    { product: shelf.garment('coat') },
    { product: shelf.garment('hat') },
    { product: tote, quantity: 3n },
  ])
  await cart.applyDiscount('ONE')
  await shop.cart({ token: 'ana' }).add(shelf.good('tea'))
  await shop.cart(BOGDAN).add(tote, { quantity: 3n })
  await shop.cart(BOGDAN).applyDiscount('ONE')
  const [byWallet, byCard, coatOnly] = [
    await requestOf(cart, { payment: 'wallet', key: 'wallet' }),
    await requestOf(cart, { payment: 'card', key: 'card' }),
    await requestOf(cart, { payment: 'wallet', key: 'some', lines: [view.lines[0]?.id ?? ''] }),
  ]
  const others = await requestOf(shop.cart(BOGDAN), { payment: 'cod', address: ADDRESS })
  return {
    'pay by wallet': () => cart.checkout(byWallet),
    'pay by card': () => cart.checkout(byCard),
    'pay for the coat only': () => cart.checkout(coatOnly),
    'add something dear': () => cart.add(shelf.garment('dear', { price: 90_000n })),
    'add another': () => cart.add(shelf.good('tea')),
    'remove the coat': () => cart.remove(coat),
    'save the coat': () => cart.saveForLater(coat),
    'change a quantity': () => cart.update(tote, { quantity: 1n }),
    clear: () => cart.clear(),
    renew: () => cart.renew(),
    'drop the code': () => cart.removeDiscount(),
    login: () => shop.login({ token: 'ana' }, ANA),
    'another takes the lapsed coat': async () => {
      clock.advance(900_000n)
      return shop.cart(BOGDAN).add(coat)
    },
    'time goes by, and the sweeper comes': async () => {
      clock.advance(900_000n)
      return shop.sweep()
    },
    'another buys the totes and the code': () => shop.cart(BOGDAN).checkout(others),
  }
}

/** Ana's payment is under way, part of it from her wallet, or for some lines only. */
const paying =
  (some: boolean): Scene =>
  async (kit) => {
    const { shop, card, clock } = kit
    await shopping(kit, 4_000n)
    const cart = shop.cart(ANA)
    const { lines } = await cart.read()
    const request = await requestOf(cart, {
      payment: 'card',
      useWallet: true,
      lines: some ? lines.slice(0, 1).map((line) => line.id) : null,
    })
    const { order } = await cart.checkout(request)
    const attempt = await attemptOf(kit, order.id)
    return {
      'it is paid': () => shop.settle(attempt, card.pay(attempt)),
      'it has failed': () => shop.settle(attempt, { state: 'failed', reason: 'no' }),
      'the buyer cancels': () => shop.orders.cancel(order.id, ANA),
      'the buyer asks again': () => cart.checkout(request),
      'the reconciler comes': async () => {
        clock.advance(1_800_000n)
        return shop.reconcile()
      },
      'another takes the coat when its time is over': async () => {
        clock.advance(1_800_000n)
        return shop.cart(BOGDAN).add(coat)
      },
      'the buyer adds more': () => cart.add(coat),
      'the buyer buys the rest': async () => cart.checkout(await requestOf(cart, { payment: 'cod', key: 'rest' })),
    }
  }

/** A wallet that can take one top-up more, and money for one payout of all of it. */
const wallet: Scene = async (kit) => {
  const { shop } = kit
  await fund(kit, ANA, 1n)
  await fillWallet(kit, MOST_BALANCE - 5n)
  await fund(kit, BOGDAN, 500n)
  return {
    'pay in the last that fits': () => shop.wallets.topUp('ana', 5n, 'last'),
    'pay in as much by another key': () => shop.wallets.topUp('ana', 5n, 'other'),
    'pay out all there is': () => shop.wallets.payOut('bogdan', 500n, 'all'),
    'pay out some of it': () => shop.wallets.payOut('bogdan', 1n, 'some'),
  }
}

/** What the others are tried in the midst of. */
const FIRST = [
  'pay by wallet',
  'pay by card',
  'pay for the coat only',
  'login',
  'it is paid',
  'it has failed',
  'the buyer cancels',
  'the buyer buys the rest',
  'pay in the last that fits',
  'pay out all there is',
]

interleave(
  {
    shopping,
    'a full wallet, and one to be emptied': wallet,
    'a payment under way': paying(false),
    'a payment for some lines under way': paying(true),
  },
  FIRST,
)
