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

/** How wide the text may be and how it is set off. */
export interface Page {
  readonly width: number
  readonly paint: Paint
}
