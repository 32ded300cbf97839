/** One guard of the house: how to take it out, and which tests must notice. */
export interface Guard {
  readonly name: string
  /** All of these are made at once. A constraint of the schema that stands behind the guard is taken out with it. */
  readonly patches: readonly Patch[]
  /** Test files, the quickest first; one of them must go red. */
  readonly tests: readonly string[]
  /** The title of the one test that must go red, with its suite's name before it where that is needed; for files that would take minutes as a whole. */
  readonly witness?: string
}

/** A change of one file's text. */
export interface Patch {
  /** From the root of the project. */
  readonly file: string
  /** The top-level function or constant it is in; without it the whole file is searched. */
  readonly inside?: string
  /** Must be there exactly once; white space and line breaks do not matter. */
  readonly find: string
  readonly replace: string
}

const LIBRARY = 'packages/cartwright'

/** A patch of the library's source. */
export const patch = (file: string, inside: string | null, find: string, replace: string): Patch => ({
  file: `${LIBRARY}/src/${file}`,
  ...(inside !== null && { inside }),
  find,
  replace,
})

/** A CHECK taken out of the schema, on SQLite or on PostgreSQL. */
export const unchecked = (engine: 'sqlite' | 'postgres', check: string): Patch =>
  patch(`storage/migrations/0001-core.${engine}.sql`, null, check, 'check (1 = 1)')

/** Test files of the library. */
export const tests = (...files: readonly string[]): readonly string[] => files.map((file) => `${LIBRARY}/tests/${file}.test.ts`)

/** A patch of the shop's source; the styles are in it. */
export const shopPatch = (file: string, find: string, replace: string): Patch => ({ file: `apps/revers/src/${file}`, find, replace })

/** The test of the browser suite that must notice. On both databases it would notice twice: `sqlite ` before the title asks once. */
export const inBrowser = (file: string, witness: string): Pick<Guard, 'tests' | 'witness'> => ({
  tests: [`tests/browser/${file}.test.ts`],
  witness,
})
