/** Makes the elements known to the page. */
export function defineElements(): void {}
