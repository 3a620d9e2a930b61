import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
} from 'yaml'

import type { Problem } from '../base/index.ts'
import { excerptOf } from './excerpt.ts'
import { pathText } from './schema.ts'
import { yamlMistake } from './yaml-mistake.ts'

/** A stretch of the text, by offsets. */
interface Stretch {
  readonly start: number
  readonly end: number
  /** A value that is not written; the stretch is its key's. */
  readonly empty?: boolean
}

/** The text of a scenario file, which knows where each of its parts stands. */
export class ScenarioText {
  readonly file: string
  readonly #text: string
  readonly #document: Document.Parsed
  readonly #lines: LineCounter

  constructor(text: string, file: string) {
    this.file = file
    // A byte order mark is no part of the first key, and no column.
    this.#text = text.startsWith('\uFEFF') ? text.slice(1) : text
    this.#lines = new LineCounter()
    this.#document = parseDocument(this.#text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      logLevel: 'error',
      version: '1.2',
    })
  }

  /** What is wrong with the YAML itself, in the order of the text. */
  mistakes(): readonly Problem[] {
    const { errors, warnings } = this.#document
    const mistakes = [...errors, ...warnings].map((error) => {
      const { message, start, end } = yamlMistake(error.code, error.message, this.#text, error.pos)
      return this.#problem({ start, end }, '', message)
    })
    // The parser stumbles on over a line that it has lost: its first complaint is the one that helps.
    return mistakes.filter(
      ({ line }, index) => mistakes.findIndex((first) => first.line === line) === index,
    )
  }

  /** From this offset on the text may mean something else than its author thinks; Infinity if all is well. */
  #brokenFrom(): number {
    const broken = this.#document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY')
    return broken.reduce((first, { pos }) => Math.min(first, pos[0]), Infinity)
  }

  /** The file as plain data; a problem when YAML's aliases have no end. */
  data(): { readonly value: unknown } | { readonly problem: Problem } {
    try {
      return { value: this.#document.toJS({ maxAliasCount: 100 }) as unknown }
    } catch (error) {
      const message = error instanceof Error ? error.message : 'cannot be read'
      return { problem: this.#problem({ start: 0, end: 0 }, '', message) }
    }
  }

  /** Whether a mistake in the YAML may be the reason for one in this part: it is behind it, or empty. */
  isDoubtful(path: readonly (string | number)[], where: 'key' | 'value'): boolean {
    const brokenFrom = this.#brokenFrom()
    if (brokenFrom === Infinity) return false
    const { end, empty } = this.#find(path, where)
    return empty === true || end > brokenFrom
  }

  /** Makes a problem of a message about one part of the scenario. */
  problemAt(
    path: readonly (string | number)[],
    message: string,
    options: { readonly where?: 'key' | 'value'; readonly suggestion?: string } = {},
  ): Problem {
    const stretch = this.#find(path, options.where ?? 'value')
    const problem = this.#problem(stretch, pathText(path), message)
    return options.suggestion === undefined
      ? problem
      : { ...problem, suggestion: options.suggestion }
  }

  #problem({ start, end }: Stretch, path: string, message: string): Problem {
    const { line, col } = this.#lines.linePos(start)
    const at = { line: Math.max(1, line), column: Math.max(1, col) }
    const excerpt = excerptOf(this.#text, at.line, at.column, end - start)
    return { file: this.file, ...at, path, message, excerpt }
  }

  #find(path: readonly (string | number)[], where: 'key' | 'value'): Stretch {
    let node: unknown = this.#document.contents
    let found = stretchOf(node) ?? { start: 0, end: 0 }
    for (const [index, key] of path.entries()) {
      const last = index === path.length - 1
      const step = this.#step(node, key)
      if (step === undefined) return found
      // An empty value has no place of its own, and an aliased one is written somewhere else.
      const ofValue = stretchOf(step.value)
      const empty = ofValue === undefined || ofValue.start === ofValue.end
      const ofKey = stretchOf(step.key)
      const stretch = (last && where === 'key') || empty ? (ofKey ?? ofValue) : ofValue
      found = { ...(stretch ?? found), empty }
      node = step.value
    }
    return found
  }

  #step(
    from: unknown,
    key: string | number,
  ): { readonly key?: unknown; readonly value: unknown } | undefined {
    const node = isAlias(from) ? from.resolve(this.#document) : from
    if (isSeq(node) && typeof key === 'number') return { value: node.items[key] }
    if (!isMap(node)) return undefined
    // Of a key written twice the last one counts, as in the data.
    return node.items.findLast((pair: Pair) => {
      const written = isScalar(pair.key) ? pair.key.value : pair.key
      return String(written) === String(key)
    })
  }
}

function stretchOf(node: unknown): Stretch | undefined {
  const range = (node as Node | null | undefined)?.range
  if (range === null || range === undefined) return undefined
  return { start: range[0], end: range[1] }
}
