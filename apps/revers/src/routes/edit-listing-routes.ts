import { decimal, type Shop } from 'cartwright'
import { type Call, type FormState, formState, type Route, route, statusOf } from 'cartwright/http'
import { commissionOf } from '../catalogue/commission.ts'
import { type Editable, editableGarment, editListing, ownGarment } from '../catalogue/edit-listing.ts'
import { summaryOf } from '../catalogue/item.ts'
import { listingJson } from '../catalogue/own-listings.ts'
import { drawingAlternative } from '../garments/drawing.ts'
import { measurable } from '../garments/measures.ts'
import { formatQuantity, toType } from '../i18n/format.ts'
import { type Locale, languageOf } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import { closedListingPage, editListingPage } from '../views/edit-listing-page.ts'
import { measureField } from '../views/parts/listing-fields.ts'
import type { RefusalJson } from '../views/types.ts'
import { changeBody, listingWords, typedListing } from './listing-input.ts'
import { listingSchema } from './schemas.ts'
import { sellerOf } from './user-of.ts'

/** Changing what a listing says, while nobody has a right on the garment. */
export const editListingRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/sell/:id/edit',
    summary: 'The form that changes a listing',
    needs: 'login',
    answer: listingSchema,
    run: async (call) => {
      const own = await editableGarment(shop, sellerOf(call), idOf(call))
      return {
        status: 200,
        body: await listingJson(shop, own, call.locale),
        page: () => pageOf(shop, call, own, formOf(own, call.locale)),
      }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => closedPage(shop, call, { code: error.code, details }),
    }),
  }),
  route({
    method: 'POST',
    path: '/sell/:id/edit',
    summary: 'Change what a listing says and its price, while nobody has it in a cart; what is left out is empty from then on',
    needs: 'login',
    body: changeBody,
    fromForm: typedListing,
    answer: listingSchema,
    run: async (call) => {
      const [seller, id] = [sellerOf(call), idOf(call)]
      const { item } = await editableGarment(shop, seller, id)
      const changed = await editListing(shop, seller, id, listingWords(call.body, item.drawing.silhouette), call.locale)
      return {
        status: 200,
        body: await listingJson(shop, changed, call.locale),
        redirect: '/sell',
        flash: { kind: 'ok', text: messagesOf(call.locale).market.listingSaved },
      }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: async () => pageOf(shop, call, await ownGarment(shop, sellerOf(call), idOf(call)), formState(call.fields, error.code, details)),
    }),
  }),
]

const idOf = ({ params }: Call): string => params.id ?? ''

async function closedPage(shop: Shop, call: Call, refusal: RefusalJson): Promise<string> {
  const { item } = await ownGarment(shop, sellerOf(call), idOf(call))
  return String(closedListingPage(await pageContext(shop, call), summaryOf(item, call.locale), refusal))
}

const pageOf = async (shop: Shop, call: Call, { item }: Editable, form: FormState): Promise<string> =>
  String(
    editListingPage(await pageContext(shop, call), {
      product: summaryOf(item, call.locale),
      alternative: drawingAlternative(item.drawing, call.locale),
      form,
      commission: commissionOf(shop),
      measures: measurable(item.drawing.silhouette),
    }),
  )

/** The form as the listing stands. */
function formOf({ item }: Editable, locale: Locale): FormState {
  const { name, price, currency, condition, brand, size, wear, measures } = item
  const language = languageOf(locale)
  return formState({
    name: name[language],
    price: toType(decimal(price, currency), locale),
    condition,
    brand,
    size,
    wear: wear?.[language],
    ...Object.fromEntries(measures.map((measure) => [measureField(measure.name), formatQuantity(measure.centimetres, locale)])),
  })
}
