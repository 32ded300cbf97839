import type { faults as romanian } from '../ro/faults.ts'

export const faults: typeof romanian = {
  notFound: 'The page does not exist',
  notFoundText: 'The address is wrong or the page has moved. Your cart is untouched.',
  gone: 'This piece is no longer for sale',
  goneText: 'There was only one, and it has found its owner. Your cart is untouched.',
  forbidden: 'You have no access here',
  forbiddenText: 'The page belongs to somebody else or needs another account.',
  refused: 'It could not be done',
  refusedText: 'Nothing was changed. Go back to the shop and try again.',
  tooMany: 'Too many tries',
  tooManyText: 'Wait a little, then try again. Your cart is untouched.',
  broken: 'Something went wrong on our side',
  brokenText: 'The fault is ours and was noted. Your cart is untouched; please try again.',
  away: 'The shop will be right back',
  awayText: 'We cannot answer right now. Try again in a moment; your cart is kept.',
  again: 'Try again',
  number: 'Error',
}
