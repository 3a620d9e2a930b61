/** How text is set off; in a pipe or a test every function gives its text back as it is. */
export interface Paint {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
  readonly dim: (text: string) => string
  readonly strong: (text: string) => string
}

const same = (text: string): string => text

export const plain: Paint = { good: same, bad: same, warn: same, dim: same, strong: same }

/** Cuts a line that would be too wide; an infinite width cuts nothing. */
export function fit(text: string, width: number): string {
  const characters = [...text]
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`
}

/** Thousands separated, whatever the locale. */
export function count(n: number): string {
  return String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}
