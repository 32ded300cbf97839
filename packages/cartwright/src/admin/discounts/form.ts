import { type Html, html } from '../../html/html.ts'
import { type FormState, formState } from '../../http/render.ts'
import type { Call, RefusalDetails } from '../../http/route.ts'
import { type Field, faults, field, tick } from '../forms.ts'
import type { Admin } from '../settings.ts'
import { WORDS } from './words.ts'

/** The boxes of a discount but its code: what most need in sight, the rest folded away. */
export function discountBoxes(admin: Admin, call: Call, form: FormState): Html {
  const words = WORDS[call.locale]
  const box = (row: Field): Html => field(call, { optional: true, ...row }, form)
  const flag = (name: string, label: string): Html => tick({ name, label, on: form.values[name] === 'true' })
  const when = words.timeHint(admin.timeZone)
  const goods: readonly Field[] = [
    { name: 'only_products', label: words.onlyProducts },
    { name: 'only_types', label: words.onlyTypes },
    { name: 'only_sellers', label: words.onlySellers },
    { name: 'except_products', label: words.exceptProducts },
    { name: 'except_types', label: words.exceptTypes },
    { name: 'except_sellers', label: words.exceptSellers },
  ]
  const used = (names: readonly string[]): boolean =>
    names.some((name) => (form.values[name] ?? '') !== '' || form.errors.some((one) => one.field === name))
  const isFolded = !used(goods.map(({ name }) => name))
  const hasOrder = form.errors.some((one) => ['phase', 'priority', 'exclusive'].includes(one.field))
  return html`<div class="pair">${field(call, { name: 'kind', label: words.kind, choices: words.kinds }, form)}
${field(call, { name: 'value', label: words.value, hint: words.valueHint, inputmode: 'decimal' }, form)}</div>
${flag('active', words.active)}
<div class="pair">${box({ name: 'starts_at', label: words.starts, type: 'datetime-local', hint: when })}
${box({ name: 'ends_at', label: words.endsAt, type: 'datetime-local', hint: when })}</div>
<div class="pair">${box({ name: 'max_uses', label: words.maxUses, inputmode: 'numeric' })}
${box({ name: 'max_uses_per_customer', label: words.maxUsesPerCustomer, inputmode: 'numeric' })}</div>
<div class="pair">${box({ name: 'min_order', label: words.minOrder, inputmode: 'decimal' })}
${box({ name: 'max_discount', label: words.maxDiscount, inputmode: 'decimal' })}</div>
${box({ name: 'campaign', label: words.campaign, hint: words.campaignHint })}
${flag('first_order', words.firstOrder)}${flag('on_wins', words.onWins)}
<details class="more"${isFolded ? '' : ' open'}><summary>${words.goods}</summary><p class="fine">${words.goodsHint}</p>${goods.map(box)}</details>
<details class="more"${hasOrder ? ' open' : ''}><summary>${words.together}</summary><div class="pair">
${box({ name: 'phase', label: words.phase, inputmode: 'numeric' })}${box({ name: 'priority', label: words.priority })}</div>
${box({ name: 'exclusive', label: words.exclusive, hint: words.exclusiveHint })}</details>`
}

type Told = Readonly<Record<string, string>>
const WHOLE: Told = { format: 'whole', range: 'uses' }
const CODE: Told = { format: 'code', range: 'code', too_short: 'code', too_long: 'code' }
const KEYS: Told = { range: 'keys' }

/** What is said of a box instead of what is said of any: it names the limits. */
const LIMITS: Readonly<Record<string, Told>> = {
  value: { range: 'percent' },
  ends_at: { range: 'after_start' },
  max_uses: WHOLE,
  max_uses_per_customer: WHOLE,
  phase: { format: 'whole', range: 'phase' },
  priority: { format: 'whole', range: 'priority' },
  exclusive: { range: 'group', too_long: 'group' },
  code: CODE,
  campaign: CODE,
  name: CODE,
  prefix: { format: 'prefix', range: 'prefix', too_long: 'prefix' },
  count: { format: 'count', range: 'count' },
  only_products: KEYS,
  except_products: KEYS,
}

/** A form that comes back: what was typed, and what is wrong with each box: nothing where it only had to wait for the password. */
export function refusedState({ fields }: Pick<Call, 'fields'>, code: string, details: RefusalDetails): FormState {
  if (code === 'login_required') return formState(fields)
  const state = formState(fields, code, details)
  return { ...state, errors: state.errors.map((one) => ({ ...one, code: LIMITS[one.field]?.[one.code] ?? one.code })) }
}

/** What is wrong with the form, with a link to each box. */
export function discountFaults(call: Call, form: FormState): Html {
  const words = WORDS[call.locale]
  const labels = {
    code: words.code,
    kind: words.kind,
    value: words.value,
    starts_at: words.starts,
    ends_at: words.endsAt,
    max_uses: words.maxUses,
    max_uses_per_customer: words.maxUsesPerCustomer,
    campaign: words.campaign,
    min_order: words.minOrder,
    max_discount: words.maxDiscount,
    only_products: words.onlyProducts,
    only_types: words.onlyTypes,
    only_sellers: words.onlySellers,
    except_products: words.exceptProducts,
    except_types: words.exceptTypes,
    except_sellers: words.exceptSellers,
    phase: words.phase,
    priority: words.priority,
    exclusive: words.exclusive,
    prefix: words.prefix,
    count: words.howMany,
    name: words.campaignName,
    csv: words.importBox,
  }
  return html`${faults(call, form, labels)}`
}
