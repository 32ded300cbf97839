import type { ParseArgsConfig } from 'node:util'
import type { Context } from '../context.ts'

/** Thrown for a command line that makes no sense: exit code 2. */
export class WrongUse extends Error {}

export type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

/** What a command is given. */
export interface Call {
  readonly context: Context
  /** The shop's own sweep; without a shop it tells nobody of events. */
  readonly sweep: () => Promise<{ readonly claims: number; readonly events: number }>
  readonly values: Values
  /** Words after the command. */
  readonly words: readonly string[]
  /** Tells how far the work is, on standard error; at most once a second. */
  readonly progress: (text: () => string) => void
}

/** What a command answers: figures for `--json`, and sentences for people. */
export interface Answer {
  readonly figures: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
  /** It found something that is wrong: exit code 1. */
  readonly found?: boolean
  /** Written to standard output in place of the lines, as it is. */
  readonly document?: string
}

export interface Command {
  /** One or two words. */
  readonly name: string
  readonly summary: string
  /** For the help: each option with its value, and what it does. */
  readonly options: readonly { readonly usage: string; readonly says: string }[]
  /** The words it takes after its name, such as `<file>`. */
  readonly words?: string
  readonly parse: NonNullable<ParseArgsConfig['options']>
  /** Works on a database that has no tables yet. */
  readonly needsNoTables?: boolean
  readonly run: (call: Call) => Promise<Answer>
}

/** The text of an option that was given once; undefined when it was not given. */
export const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** The texts of an option that may be given several times. */
export const textsOf = (values: Values, name: string): readonly string[] => {
  const value = values[name]
  return Array.isArray(value) ? value.map(String) : []
}

/** A number, plain digits with an optional fraction; throws `WrongUse` for anything else. */
export function numberOf(values: Values, name: string): number | undefined {
  const text = textOf(values, name)
  if (text === undefined) return undefined
  if (!/^-?\d{1,9}(\.\d{1,6})?$/.test(text)) throw new WrongUse(`--${name}: ${text} is no number`)
  return Number(text)
}

/** Pairs like `7=garment`, each from an option that may be given several times. */
export function pairsOf(values: Values, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    textsOf(values, name).map((text) => {
      const [, left, right] = /^([^=]+)=(.+)$/.exec(text) ?? []
      if (left === undefined || right === undefined) throw new WrongUse(`--${name}: ${text} is not <one>=<other>`)
      return [left, right]
    }),
  )
}
