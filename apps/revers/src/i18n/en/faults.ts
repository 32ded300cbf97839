import type { faults as romanian } from '../ro/faults.ts'

export const faults: typeof romanian = {
  notFound: 'The page does not exist',
  notFoundText: 'The address is wrong or the page has moved. Your cart is untouched.',
  forbidden: 'You have no access here',
  refused: 'It could not be done',
  tooMany: 'Too many tries',
  broken: 'Something went wrong on our side',
  brokenText: 'The fault is ours and was noted. Your cart is untouched; please try again.',
  away: 'The shop will be right back',
  awayText: 'We cannot answer right now. Try again in a moment; your cart is kept.',
}
