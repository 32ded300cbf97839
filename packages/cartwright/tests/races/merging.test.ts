import type { Buyer } from '../../src/index.ts'
import { ANA, attemptOf, fund, guest, type Kit, requestOf } from '../../src/testing/contract/kit.ts'
import { interleave, type Scene } from './interleave.ts'

const GUEST = guest('ana')
const tea = { type: 'good', id: 'tea' } as const
const coat = { type: 'garment', id: 'coat' } as const

/** A coat, tea and totes as a guest; a hat, tea and totes as a user, unless he has no cart. */
async function twoCarts({ shop, shelf }: Kit, alone = false): Promise<void> {
  const tote = shelf.article('tote')
  await shop.stock.set(tote, 6n)
  const [guests, users] = [shop.cart(GUEST), shop.cart(ANA)]
  await guests.addMany([{ product: shelf.garment('coat') }, { product: shelf.good('tea'), quantity: 2n }, { product: tote, quantity: 2n }])
  if (!alone) await users.addMany([{ product: shelf.garment('hat') }, { product: tea, quantity: 3n }, { product: tote, quantity: 3n }])
}

/** What a buyer does to his open cart. */
const changes = ({ shop, shelf }: Kit, buyer: Buyer, who: string) => ({
  [`${who} adds`]: () => shop.cart(buyer).add(tea),
  [`${who} takes the coat out`]: () => shop.cart(buyer).remove(coat),
  [`${who} adds a scarf`]: () => shop.cart(buyer).add(shelf.garment('scarf')),
})

const joining: Scene = async (kit) => {
  const { shop, card, clock } = kit
  await twoCarts(kit)
  await fund(kit, ANA, 100_000n)
  card.mood = 'redirect'
  const [guests, users] = [shop.cart(GUEST), shop.cart(ANA)]
  const { lines } = await guests.read()
  const [whole, some, wallet, byCard] = [
    await requestOf(guests, { payment: 'card', key: 'whole' }),
    await requestOf(guests, { payment: 'card', key: 'some', lines: [lines[0]?.id ?? ''] }),
    await requestOf(users, { payment: 'wallet', key: 'wallet' }),
    await requestOf(users, { payment: 'card', key: 'card' }),
  ]
  return {
    'a login': () => shop.login({ token: GUEST.token }, ANA),
    'a merge': () => shop.cart(ANA).merge(GUEST, 'keep_guest'),
    'a merge the other way': () => shop.cart(GUEST).merge(ANA, 'keep_higher'),
    'an undo': () => shop.cart(ANA).undoMerge(),
    'the guest pays': () => guests.checkout(whole),
    'the guest pays for one line': () => guests.checkout(some),
    'the user pays by wallet': () => users.checkout(wallet),
    'the user pays by card': () => users.checkout(byCard),
    ...changes(kit, GUEST, 'the guest'),
    ...changes(kit, ANA, 'the user'),
    'time goes by': async () => {
      clock.advance(900_000n)
      return shop.sweep()
    },
  }
}

const joined: Scene = async (kit) => {
  const { shop, shelf } = kit
  await twoCarts(kit)
  await fund(kit, ANA, 100_000n)
  await shop.login({ token: GUEST.token }, ANA)
  await shop.cart(guest('two')).addMany([{ product: tea }, { product: shelf.garment('belt') }])
  const cart = shop.cart(ANA)
  const [wallet, card] = [
    await requestOf(cart, { payment: 'wallet', key: 'wallet' }),
    await requestOf(cart, { payment: 'card', key: 'card' }),
  ]
  return {
    'an undo': () => cart.undoMerge(),
    'the user pays by wallet': () => cart.checkout(wallet),
    'the user pays by card': () => cart.checkout(card),
    'another login': () => shop.login({ token: guest('two').token }, ANA),
    'the user changes a quantity': () => cart.update(tea, { quantity: 9n }),
    ...changes(kit, ANA, 'the user'),
  }
}

/** One of the two is paying for his whole cart; the user may have none. */
const inPayment =
  (payer: Buyer, alone = false): Scene =>
  async (kit) => {
    const { shop, card } = kit
    await twoCarts(kit, alone)
    card.mood = 'redirect'
    const cart = shop.cart(payer)
    const { order } = await cart.checkout(await requestOf(cart, { payment: 'card' }))
    const attempt = await attemptOf(kit, order.id)
    const users = await shop.cart(ANA).read()
    return {
      'a login': () => shop.login({ token: GUEST.token }, ANA),
      'it is paid': () => shop.settle(attempt, card.pay(attempt)),
      'it has failed': () => shop.settle(attempt, { state: 'failed', reason: 'no' }),
      ...changes(kit, GUEST, 'the guest'),
      ...changes(kit, ANA, 'the user'),
      ...(users.paying
        ? {}
        : { 'the user pays': async () => shop.cart(ANA).checkout(await requestOf(shop.cart(ANA), { payment: 'card', key: 'own' })) }),
    }
  }

interleave(
  {
    'two carts to be joined': joining,
    'two carts joined': joined,
    'the guest is paying': inPayment(GUEST),
    'the guest is paying, the user has no cart': inPayment(GUEST, true),
    'the user is paying': inPayment(ANA),
  },
  [
    'a login',
    'another login',
    'a merge',
    'a merge the other way',
    'an undo',
    'the guest pays',
    'the guest pays for one line',
    'the user pays by wallet',
    'it has failed',
    'it is paid',
  ],
)
