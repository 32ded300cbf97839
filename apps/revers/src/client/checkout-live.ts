import { drawParts, tell } from './parts.ts'

// The script of checkout: asks for the price anew as soon as another address, delivery or payment is chosen, and when a hold is over, as the button under
// the total does. Where that fails nothing changes.
const form = document.querySelector<HTMLFormElement>('[data-checkout]')
const draw = async ({ target, type }: Event): Promise<void> => {
  if (!form || !(target as Element).closest('.choice,hold-timer')) return
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>)
  // Of a hold that is over the timer itself has told.
  if ((await drawParts('/checkout/quote', { method: 'POST', body })) && type === 'change')
    tell(document.querySelector('[data-say]')?.textContent)
}
form?.addEventListener('change', draw)
form?.addEventListener('hold-lapsed', draw)
