/** What a number must be. In files: `5`, `">= 2"`, `"<= 16"`. */
export interface Comparison {
  readonly kind: 'exactly' | 'at_least' | 'at_most'
  readonly value: number
}

/** The file's form of a comparison: a number stands for itself. */
export function comparisonSource(comparison: Comparison): number | string {
  switch (comparison.kind) {
    case 'exactly':
      return comparison.value
    case 'at_least':
      return `>= ${comparison.value}`
    case 'at_most':
      return `<= ${comparison.value}`
  }
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
