/** The normal form of a line's options: keys in order, or nothing. */
export const optionsText = (options: Readonly<Record<string, string>> | undefined): string =>
  options === undefined || Object.keys(options).length === 0
    ? ''
    : JSON.stringify(Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1)))

/** The options of a line, from their normal form. */
export const optionsOf = (text: string): Readonly<Record<string, string>> =>
  text === '' ? {} : Object.fromEntries(JSON.parse(text) as [string, string][])
