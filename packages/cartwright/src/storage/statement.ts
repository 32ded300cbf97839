/** What a parameter or a column may hold. int8 columns are bigint, text and exact quantities are strings. */
export type Value = string | bigint | null

/** One row of an answer, by column name. */
export type Row = Readonly<Record<string, Value>>
export type Rows = readonly Row[]

/** A read made after the rollback that says why a statement did not change what it must (until when, taken or sold). */
export interface Explanation {
  readonly statement: Statement
  /** Turns the rows of that read into a refusal. */
  readonly say: (rows: Rows) => { readonly code: string; readonly details?: Readonly<Record<string, unknown>> }
}

/** What must come of a statement; unmet, the whole batch is undone. */
export type Expectation =
  | { readonly kind: 'refuse'; readonly code: string; readonly details?: Readonly<Record<string, unknown>> | Explanation }
  | { readonly kind: 'reread' }

const REREAD: Expectation = { kind: 'reread' }

/** A piece of SQL that is written differently for each engine. Made in `storage/` only. */
export interface EngineText {
  readonly sqlite: Fragment
  readonly postgres: Fragment
}

/** Text with holes: `texts.length === holes.length + 1`. */
export interface Fragment {
  readonly texts: readonly string[]
  readonly holes: readonly (Value | Fragment | EngineText)[]
}

/** One statement of a batch: the text, and what must come of it. Immutable; each method answers a new one. */
export interface Statement extends Fragment {
  /** Rows that must be changed (or answered, for a select) exactly; null = anything. */
  readonly count: bigint | null
  /** Rows that may be changed or answered at most; null = any number. */
  readonly most: bigint | null
  /** What an unmet count means. */
  readonly otherwise: Expectation | null
  /** Whether its rows are part of the answer of the batch. */
  readonly answers: boolean
  /** It must change (or answer) exactly `rows` rows. Follow with `orRefuse` or `orReread`; alone, unmet means reread. */
  expect(rows: bigint): Statement
  /** It may change (or answer) at most `rows` rows. */
  atMost(rows: bigint): Statement
  /** Unmet: the batch is undone and this code is the refusal. Without an `expect` before, one row is expected. */
  orRefuse(code: string, details?: Readonly<Record<string, unknown>> | Explanation): Statement
  /** Unmet: what was decided on has moved; the action starts again from its read. Without an `expect` before, one row is expected. */
  orReread(): Statement
  /** Its rows are part of the answer. */
  rows(): Statement
}

/** A class and not an object of closures: a statement is made for every line of every batch, and this way costs a sixth (0.03 against 0.19 us). */
class Said implements Statement {
  readonly texts: readonly string[]
  readonly holes: Fragment['holes']
  readonly count: bigint | null
  readonly most: bigint | null
  readonly otherwise: Expectation | null
  readonly answers: boolean
  constructor(fragment: Fragment, count: bigint | null, most: bigint | null, otherwise: Expectation | null, answers: boolean) {
    this.texts = fragment.texts
    this.holes = fragment.holes
    this.count = count
    this.most = most
    this.otherwise = otherwise
    this.answers = answers
  }

  expect(rows: bigint): Statement {
    return new Said(this, rows, this.most, this.otherwise, this.answers)
  }

  atMost(rows: bigint): Statement {
    return new Said(this, this.count, rows, this.otherwise, this.answers)
  }

  orRefuse(code: string, details?: Readonly<Record<string, unknown>> | Explanation): Statement {
    return this.#otherwise(details === undefined ? { kind: 'refuse', code } : { kind: 'refuse', code, details })
  }

  orReread(): Statement {
    return this.#otherwise(REREAD)
  }

  rows(): Statement {
    return new Said(this, this.count, this.most, this.otherwise, true)
  }

  #otherwise(otherwise: Expectation): Statement {
    const count = this.count ?? (this.most === null ? 1n : null)
    return new Said(this, count, this.most, otherwise, this.answers)
  }
}

/**
 * Writes one statement. Every hole is a parameter, never text; a hole may also be a fragment (`part`) or an engine text.
 *
 * @example
 * sql`update cart set used_at = ${now} where cart_id = ${id} and state = 'open'`.orReread()
 */
export function sql(texts: TemplateStringsArray, ...holes: readonly (Value | Fragment | EngineText)[]): Statement {
  return new Said({ texts, holes }, null, null, null, false)
}

/** A piece of SQL to be put into a statement. */
export const part = (texts: TemplateStringsArray, ...holes: readonly (Value | Fragment | EngineText)[]): Fragment => ({ texts, holes })

/** Several pieces with a text between them, such as the tuples of a multi-row `values`. */
export function joined(pieces: readonly Fragment[], between: string): Fragment {
  if (pieces.length === 0) throw new RangeError('joined: at least one piece')
  return { texts: textsBetween(between, pieces.length), holes: pieces }
}

/** Lists this long and shorter keep their texts, so that a driver knows the statement again by them; longer ones are too rare to keep. */
const KEPT_PIECES = 100
const kept = new Map<string, (readonly string[])[]>()

function textsBetween(between: string, pieces: number): readonly string[] {
  const lists = kept.get(between) ?? []
  const found = lists[pieces]
  if (found !== undefined) return found

  const texts = ['', ...Array<string>(pieces - 1).fill(between), '']
  if (pieces > KEPT_PIECES) return texts
  lists[pieces] = texts
  kept.set(between, lists)
  return texts
}
