/** The first element of a page, or of a part of it, that a selector names. */
export const find = (selector: string, within: ParentNode = document): HTMLElement | null => within.querySelector(selector)

/** Tells the page of something. False when it was asked not to happen. */
export const emit = (name: string, detail: unknown, target: EventTarget = document): boolean =>
  target.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }))

/** What the drawer of the page is set to by an attribute; `other` without one. */
export const setting = (name: string, other: string): string => find('cart-drawer')?.getAttribute(name) ?? other
