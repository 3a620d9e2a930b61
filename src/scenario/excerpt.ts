/** Lines longer than this are cut around the place in question: terminals wrap them beyond reading. */
const WIDEST = 110

/** Signs that would move the cursor, recolour the terminal or turn its text around; see `printable`. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A tab is a blank, and the joiner holds emoji together. */
const HARMLESS = '\t\u200d'

/** Replaces what a terminal would obey rather than show. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (sign) => (HARMLESS.includes(sign) ? sign : '\uFFFD'))
}

/**
 * The line in question under the one before it, and `length` characters from `column` on underlined,
 * as far as they stand on that line.
 */
export function excerptOf(text: string, line: number, column: number, length: number): string {
  const lines = text.split('\n').map((one) => one.replace(/\r$/, ''))
  const source = lines[line - 1] ?? ''
  const before = lines[line - 2]
  const width = String(line).length
  const underlined = source.slice(column - 1, column - 1 + length).trimEnd()
  const cut = cutting(source.length, column)
  const row = (number: number, content: string): string =>
    `${String(number).padStart(width)} | ${printable(content.slice(cut, cut + WIDEST))}`.trimEnd()
  const rows =
    before === undefined || before.trim() === '' || cut > 0 ? [] : [row(line - 1, before)]
  rows.push(row(line, source))
  const room = Math.max(1, WIDEST - (column - 1 - cut))
  const carets = '^'.repeat(Math.min(room, Math.max(1, Array.from(underlined).length)))
  rows.push(`${' '.repeat(width)} | ${blank(source.slice(cut, column - 1))}${carets}`)
  return rows.join('\n')
}

/** How much of a long line is left out at its beginning. */
function cutting(length: number, column: number): number {
  return length <= WIDEST || column < WIDEST / 2 ? 0 : column - 1 - Math.floor(WIDEST / 3)
}

/** As wide as the text: tabs stay tabs, and what takes two code units takes one column. */
function blank(text: string): string {
  return Array.from(text, (sign) => (sign === '\t' ? '\t' : ' ')).join('')
}
