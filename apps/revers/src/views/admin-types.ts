import type { OrderJson } from './types.ts'

/*
 * What the staff of the shop sees, as the pages read it. Amounts are decimal strings, times ISO 8601 UTC.
 */

/** What needs a person. */
export interface OverviewJson {
  /** What an examination of all books found; null when none was asked for. */
  readonly findings: readonly FindingJson[] | null
  /** Card payments long past their time. */
  readonly stuck: readonly { readonly attempt: string; readonly order: string; readonly amount: string; readonly currency: string }[]
  /** Events nobody could be told of; `more`: there are more than were counted. */
  readonly dead: { readonly count: number; readonly more: boolean }
}

export interface FindingJson {
  readonly promise: string
  readonly level: 'error' | 'warning'
  readonly table: string
  readonly key: string
  readonly id: string | null
  readonly says: string
}

type Words = Readonly<Record<string, string | null>> | null

export interface AuditJson {
  readonly items: readonly {
    readonly at: string
    readonly actor: { readonly id: string; readonly role: string }
    readonly act: string
    readonly key: string
    readonly before: Words
    readonly after: Words
    readonly reason: string | null
  }[]
  readonly next?: string
}

/** An order, and what is needed to give money back. */
export interface AdminOrderJson {
  readonly order: OrderJson
  readonly lines: readonly { readonly id: string; readonly name: string; readonly paid: string; readonly refunded: string }[]
  readonly refunds: readonly {
    readonly id: string
    readonly method: string
    readonly amount: string
    readonly state: 'due' | 'done'
    readonly reason: string
    readonly at: string
  }[]
}
