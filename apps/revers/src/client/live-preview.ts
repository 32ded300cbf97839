const CHOICES = ['silhouette', 'fabric', 'colourway']

/** Draws the garment anew as soon as another cut, fabric or colour is chosen; the button that asks the server for it is then of no use. */
export function drawAsChosen(): void {
  const form = document.querySelector<HTMLFormElement>('[data-preview]')
  const picture = form?.querySelector('img')
  if (!form || !picture) return
  form.querySelector('[formmethod=get]')?.remove()
  form.addEventListener('change', () => {
    const chosen = new FormData(form)
    picture.src = `/img/preview.svg?${CHOICES.map((name) => `${name}=${chosen.get(name)}`).join('&')}`
    picture.alt = CHOICES.map((name) => form.querySelector(`[name=${name}]:checked`)?.closest('label')?.textContent?.trim()).join(', ')
  })
}
