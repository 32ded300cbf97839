import { z } from 'zod'
import { invalidInput } from '../check-input.ts'
import { ShopError } from '../errors.ts'
import { money } from '../money/money.ts'
import type { WalletView } from '../payments/wallet.ts'
import type { Shop } from '../shop-types.ts'
import { statusOf } from './problem.ts'
import { formState, type Render } from './render.ts'
import { type Call, type Route, route } from './route.ts'
import { walletSchema } from './schemas.ts'
import { typedNumbers } from './typed-numbers.ts'
import { walletJson } from './wire.ts'

export interface WalletRouteSettings {
  /** Whether anybody who is signed in may credit himself, without paying. Default false. */
  readonly freeTopUp?: boolean
}

const topUpBody: z.ZodType<{ readonly amount: string }> = z.strictObject({ amount: z.string().max(40) })

/**
 * A buyer's wallet, to look at. `freeTopUp: true` adds `POST /wallet/top-up`, which credits what was asked for and takes no payment: it is for
 * demonstrations. Where money is real, call `shop.wallets.topUp` once the money is there. The key of a request is also the key of its transfer, so a repeat
 * never pays in twice.
 *
 * @example
 * const routes = walletRoutes(shop, render)
 */
export function walletRoutes(shop: Shop, render: Render, { freeTopUp = false }: WalletRouteSettings = {}): readonly Route[] {
  const { currency } = shop.context.options
  const look = [
    route({
      method: 'GET',
      path: '/wallet',
      summary: 'Balance and entries, newest first',
      needs: 'login',
      answer: walletSchema,
      run: async (call) => {
        const wallet = walletJson(await shop.wallets.read(userOf(call)))
        return { status: 200, body: wallet, page: () => render.pages.wallet(call, wallet, formState({})) }
      },
    }),
  ]
  if (!freeTopUp) return look
  return [
    ...look,
    route({
      method: 'POST',
      path: '/wallet/top-up',
      summary: 'Pay money into the wallet',
      needs: 'login',
      body: topUpBody,
      fromForm: typedNumbers('amount'),
      answer: walletSchema,
      run: async (call) => {
        const amount = money(call.body.amount, currency)
        if (amount <= 0n) throw invalidInput([{ field: 'amount', code: 'positive' }])
        const wallet: WalletView = await shop.wallets.topUp(userOf(call), amount, call.idempotencyKey ?? shop.context.newId())
        return { status: 200, body: walletJson(wallet), redirect: '/wallet' }
      },
      refused: async (call, error, details) => {
        const wallet = walletJson(await shop.wallets.read(userOf(call)))
        const form = formState(call.fields, error.code, details)
        return { status: statusOf(error), body: null, page: () => render.pages.wallet(call, wallet, form) }
      },
    }),
  ]
}

function userOf(call: Call): string {
  if (call.user === null) throw new ShopError('login_required')
  return call.user.id
}
