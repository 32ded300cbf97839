import type { Html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { notSeller } from './parts/not-seller.ts'
import type { PageContext } from './types.ts'

/** A page for sellers, as somebody finds it who may not sell. */
export const notSellerPage = (context: PageContext): Html =>
  accountLayout(context, { title: messagesOf(context.locale).market.builderTitle, main: notSeller(context.locale), room: '/sell' })
