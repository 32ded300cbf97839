import { campaignPage, campaignsNamed, customerPage, customersNamed, usesOf, usesOfCustomers } from './campaign-questions.ts'
import { type Asking, amount, byText, type Found, teller, text, texts, type Walk } from './look.ts'
import { said } from './sentences.ts'

/** A campaign counts the uses of all its codes. */
export const campaigns: Walk = {
  table: 'campaign',
  page: campaignPage,
  again: (rows) => campaignsNamed(texts(rows, 'name')),
  *judge(rows): Asking<Found[]> {
    const [found = []] = yield [usesOf(texts(rows, 'name'))]
    const byName = byText(found, 'campaign')
    const tell = teller('campaign', 'name', null)
    return rows.flatMap((row) => {
      const { name, max_uses: most } = row
      const uses = amount(byName.get(text(row, 'name')), 'uses')
      const beyond = most !== null && uses > amount(row, 'max_uses')
      const fix = { change: 'campaign.uses', from: `${row.uses}`, to: `${uses}`, says: `count ${uses} uses of campaign ${name}` } as const
      return [
        ...tell(row.uses !== uses, row, 'P13', said('campaign $1 counts $2 uses and has $3', name, row.uses, uses), beyond ? {} : { fix }),
        ...tell(beyond, row, 'P13', said('campaign $1 is used $2 times, $3 are allowed', name, uses, most)),
      ]
    })
  },
}

/** The same for each customer. */
export const campaignCustomers: Walk = {
  table: 'campaign_customer',
  page: customerPage,
  again: (rows) => customersNamed(texts(rows, 'campaign'), texts(rows, 'customer')),
  *judge(rows): Asking<Found[]> {
    const names = texts(rows, 'campaign')
    const [found = [], limits = []] = yield [usesOfCustomers(names, texts(rows, 'customer')), campaignsNamed(names)]
    const [byCustomer, byName] = [byText(found, 'campaign', 'customer'), byText(limits, 'name')]
    const tell = teller('campaign_customer', 'campaign', 'customer')
    return rows.flatMap((row) => {
      const { campaign, customer } = row
      const uses = amount(byCustomer.get(`${campaign} ${customer}`), 'uses')
      const most = byName.get(text(row, 'campaign'))?.max_uses_per_customer ?? null
      const says = `count ${uses} uses of campaign ${campaign} by ${customer}`
      const fix = { change: 'campaign_customer.uses', from: `${row.uses}`, to: `${uses}`, says } as const
      return [
        ...tell(row.uses !== uses, row, 'P13', said('campaign $1 counts $2 uses by $3 and has $4', campaign, row.uses, customer, uses), {
          fix,
        }),
        ...tell(
          most !== null && uses > BigInt(most),
          row,
          'P13',
          said('campaign $1 is used $2 times by $3, $4 are allowed', campaign, uses, customer, most),
        ),
      ]
    })
  },
}
