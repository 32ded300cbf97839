/** Asks for the page anew when what it waits for (an unseen timer) is over, unless somebody is typing or the cart is open over it. */
export const reloadWhenLapsed = (): void =>
  document.addEventListener('hold-lapsed', ({ target }) => {
    // Not at the very moment: the server must have come to the same end.
    if ((target as HTMLElement).hidden && !document.querySelector('dialog[open],input:focus')) setTimeout(() => location.reload(), 500)
  })
