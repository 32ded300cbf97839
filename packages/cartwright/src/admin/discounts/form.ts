import { type Html, html } from '../../html/html.ts'
import type { FormState } from '../../http/render.ts'
import type { Call } from '../../http/route.ts'
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
    except_products: words.exceptProducts,
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
