import type { Row } from './comparison.ts'

/** One line per thing measured: its name, its figure, and its ratio to each peer. */
export function formatRows(rows: readonly Row[]): string {
  const lines = new Map<string, string[]>()
  for (const { name, value, unit, ratio, against } of rows) {
    const line = lines.get(name) ?? [name, `${formatFigure(value)} ${unit}`]
    line.push(`${ratio.toFixed(2)} × ${against}`)
    lines.set(name, line)
  }
  const table = [...lines.values()]
  const widths = [0, 1, 2, 3].map((i) => Math.max(...table.map((line) => line[i]?.length ?? 0)))
  return table
    .map((line) =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))),
    )
    .map((line) => line.join('  '))
    .join('\n')
}

/** Three digits are what the noise leaves. */
function formatFigure(value: number): string {
  const digits = value < 100 ? 1 : value < 10_000 ? 0 : -Math.floor(Math.log10(value)) + 2
  const rounded =
    digits >= 0 ? value.toFixed(digits) : Math.round(value * 10 ** digits) / 10 ** digits
  return Number(rounded).toLocaleString('en')
}
