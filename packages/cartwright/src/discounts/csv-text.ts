import type { Column } from './csv-cells.ts'

/** Names that people give: the other cells are numbers, times and lists, which may be read as such. */
const NAMES: readonly Column[] = ['code', 'campaign', 'exclusive']
/** What a spreadsheet would compute, or take for a number, a date or a truth: `-2-3`, `1E5`, `0012`, `MAY25`. */
const COMPUTED = /^(?:[-\d]|(?:jan|ian|feb|mar|apr|may|mai|jun|iun|jul|iul|aug|sep|oct|nov|noi|dec)[a-z]*-?\d|(?:true|false)$)/i

/** A cell as a file has it: a name that a spreadsheet would change has `'` before it, which no name has, so that it stays a text. */
export const asText = (column: Column, cell: string): string => (NAMES.includes(column) && COMPUTED.test(cell) ? `'${cell}` : cell)

/** The cell again, with or without that sign. */
export const fromText = (column: Column, cell: string): string => (NAMES.includes(column) ? cell.replace(/^\s*'/, '') : cell)
