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

const topUpBody: z.ZodType<{ readonly amount: string }> = z.strictObject({ amount: z.string().max(40) })

/** A buyer's wallet. The key of a request is also the key of its transfer, so a repeat never pays in twice. */
export function walletRoutes(shop: Shop, render: Render): readonly Route[] {
  const { currency } = shop.context.options
  return [
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
