import { hashOf } from '../context.ts'

/** A number people can read out: ten letters and digits without those that look alike, made from the id. */
export function orderNumber(order: string): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  let rest = BigInt(`0x${hashOf(order).slice(0, 16)}`)
  let text = ''
  for (let place = 0; place < 10; place += 1) {
    text += letters[Number(rest % 32n)]
    rest /= 32n
  }
  return `${text.slice(0, 5)}-${text.slice(5)}`
}
