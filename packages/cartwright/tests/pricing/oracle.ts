import type { QuoteInput } from '../../src/pricing/quote-types.ts'
import { fraction, nearest, shareOut } from '../money/fraction.ts'

/** The whole calculator once more, slowly, with exact fractions and without a line of the source. */
export interface Expected {
  readonly lines: readonly {
    total: bigint
    discount: bigint
    fee: bigint
    shipping: bigint
    tax: bigint
    taxIncluded: bigint
    paid: bigint
  }[]
  readonly discounts: readonly bigint[]
  readonly fees: readonly bigint[]
  readonly subtotal: bigint
  readonly total: bigint
}

export function expectedOf(input: QuoteInput): Expected {
  const lines = input.lines.map((line) => ({
    seller: line.seller === null ? '' : line.seller.id,
    total: nearest(fraction(line.unitPrice * line.quantity, 10n ** BigInt(line.scale))),
    discount: 0n,
    fee: 0n,
    shipping: 0n,
    tax: 0n,
    taxIncluded: 0n,
  }))
  type Line = (typeof lines)[number]
  const add = (values: readonly bigint[]) => values.reduce((whole, value) => whole + value, 0n)
  const goods = (line: Line) => line.total - line.discount
  const give = (
    field: 'discount' | 'fee' | 'shipping' | 'tax' | 'taxIncluded',
    some: Line[],
    amount: bigint,
    weight: (line: Line) => bigint,
  ) => {
    for (const [index, part] of shareOut(amount, some.map(weight)).entries()) {
      const line = some[index]
      if (line) line[field] += part
    }
  }
  const smallest = (...values: bigint[]) => values.toSorted((one, other) => (one < other ? -1 : 1))[0] ?? 0n

  // Who stays, by the words of the rules: nobody better has a reason against him. Better is: higher priority, typed before automatic, earlier in the list.
  const rank = (one: number, other: number): boolean => {
    const [left, right] = [input.discounts[one], input.discounts[other]]
    const [high, low] = [left?.priority ?? 0n, right?.priority ?? 0n]
    if (high !== low) return high > low
    if ((left?.automatic ?? false) !== (right?.automatic ?? false)) return right?.automatic === true
    return one < other
  }
  const stays = (index: number): boolean => {
    const group = input.discounts[index]?.exclusive ?? null
    return input.discounts.every((other, place) => {
      const clashes = group === '*' || other.exclusive === '*' || (group !== null && other.exclusive === group)
      return place === index || !clashes || !rank(place, index) || !stays(place)
    })
  }
  const staying = input.discounts.map((discount, index) => ({ discount, index })).filter(({ index }) => stays(index))
  staying.sort((one, other) => {
    const [first, second] = [one.discount.phase ?? 0n, other.discount.phase ?? 0n]
    return first === second ? (rank(one.index, other.index) ? -1 : 1) : first < second ? -1 : 1
  })
  const discounts = staying.flatMap(({ discount }) => {
    const takesPart = (index: number) => {
      const line = input.lines[index]
      return line !== undefined && (discount.onWins || line.kind === 'item') && (discount.lines?.includes(line.id) ?? true)
    }
    const some = lines.filter((_, index) => takesPart(index))
    const base = add(some.map(goods))
    const wanted = discount.kind === 'fixed' ? discount.value : nearest(fraction(base * discount.value, 10_000n))
    const amount = smallest(wanted, base, discount.maxDiscount ?? base)
    if (amount > 0n) give('discount', some, amount, goods)
    return amount === 0n && discount.automatic === true ? [] : [amount]
  })

  const sellers = [...new Set(lines.map((line) => line.seller))]
  const fees =
    lines.length === 0
      ? []
      : input.fees.map((rule) => {
          const parcels = rule.per === 'order' ? [lines] : sellers.map((seller) => lines.filter((line) => line.seller === seller))
          return add(
            parcels.map((parcel) => {
              let amount = nearest(fraction(add(parcel.map(goods)) * rule.rate, 10_000n)) + rule.fixed
              if (rule.min !== null && amount < rule.min) amount = rule.min
              if (rule.max !== null && amount > rule.max) amount = rule.max
              give('fee', parcel, amount, goods)
              return amount
            }),
          )
        })
  for (const charge of lines.length === 0 ? [] : input.charges) give('fee', lines, charge.amount, goods)
  for (const choice of input.shipping ?? [])
    give(
      'shipping',
      lines.filter((line) => line.seller === choice.seller),
      choice.price,
      goods,
    )

  if (input.tax !== null) {
    const { tax } = input
    const onGoods = input.lines.map((line) => tax.lines.get(line.id) ?? { added: 0n, included: 0n })
    give('tax', lines, tax.added - add(onGoods.map((part) => part.added)), (line) => line.fee + line.shipping)
    give('taxIncluded', lines, tax.included - add(onGoods.map((part) => part.included)), (line) => line.fee + line.shipping)
    for (const [index, line] of lines.entries()) {
      line.tax += onGoods[index]?.added ?? 0n
      line.taxIncluded += onGoods[index]?.included ?? 0n
    }
  }
  const paid = lines.map((line) => ({ ...line, paid: line.total - line.discount + line.fee + line.shipping + line.tax }))
  const allFees = lines.length === 0 ? [] : [...fees, ...input.charges.map((charge) => charge.amount)]
  const subtotal = add(lines.map((line) => line.total))
  const shipping = add((input.shipping ?? []).map((choice) => choice.price))
  return {
    lines: paid.map(({ seller: _, ...line }) => line),
    discounts,
    fees: allFees,
    subtotal,
    total: subtotal - add(discounts) + add(allFees) + shipping + (input.tax?.added ?? 0n),
  }
}
