const CHOICES = ['silhouette', 'fabric', 'colourway']

// The script of the page that lists a garment: draws it anew as soon as another cut, fabric or colour is chosen; the button that asks the server for it
// is then of no use.
const form = document.querySelector<HTMLFormElement>('[data-preview]')
const picture = form?.querySelector('img')
if (form && picture) {
  form.querySelector('[formmethod=get]')?.remove()
  form.addEventListener('change', () => {
    const chosen = new FormData(form)
    picture.src = `/img/preview.svg?${CHOICES.map((name) => `${name}=${chosen.get(name)}`).join('&')}`
    picture.alt = [...form.querySelectorAll('.swatch:has(:checked)')].map((swatch) => swatch.textContent.trim()).join(', ')
  })
}
