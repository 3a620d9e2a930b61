/** What a number must be: `3`, `'>= 1'` or `'<= 16'` as users write it. */
export interface Comparison {
  readonly kind: 'exactly' | 'at_least' | 'at_most'
  readonly value: number
}

/** Whether `value` is what the comparison asks for. */
export function compares(comparison: Comparison, value: number): boolean {
  switch (comparison.kind) {
    case 'exactly':
      return value === comparison.value
    case 'at_least':
      return value >= comparison.value
    case 'at_most':
      return value <= comparison.value
  }
}

const SHAPE = /^([<>]=) ?([0-9]+)$/

/** Reads a comparison; undefined for what is none. */
export function parseComparison(given: number | string): Comparison | undefined {
  if (typeof given === 'number') {
    return Number.isSafeInteger(given) && given >= 0 ? { kind: 'exactly', value: given } : undefined
  }
  const [, sign, digits] = SHAPE.exec(given) ?? []
  if (digits === undefined) return undefined
  return { kind: sign === '>=' ? 'at_least' : 'at_most', value: Number(digits) }
}

/** As users write it. */
export function comparisonText({ kind, value }: Comparison): string {
  return kind === 'exactly' ? String(value) : `${kind === 'at_least' ? '>=' : '<='} ${value}`
}
