import type { Problem } from '../base/index.ts'
import { printable } from './excerpt.ts'
import { readScenario } from './schema.ts'
import type { Scenario } from './scenario.ts'
import { ScenarioText } from './scenario-text.ts'
import { isMapping } from './term.ts'

/** What a file may refer to beyond itself. */
export interface ParseOptions {
  /** The names of the laws of OTP. */
  readonly laws: readonly string[]
  /** The names of the properties in the scenario's own module, once it is loaded. */
  readonly knownProperties?: readonly string[]
  /** The names of what is judged in every run, whatever the file says: they may be expected, too. */
  readonly alwaysJudged?: readonly string[]
}

/** A scenario file that makes sense so far as its text goes; `text` finds its parts again. */
export interface ParsedScenario {
  readonly kind: 'parsed'
  readonly scenario: Scenario
  readonly text: SourceText
}

/** What a scenario was read from: it knows where each part of it is written. */
export interface SourceText {
  readonly file: string
  problemAt(
    path: readonly (string | number)[],
    message: string,
    options?: { readonly suggestion?: string },
  ): Problem
}

/** A scenario file with mistakes: all of them, in the order of the text. */
export interface BrokenScenario {
  readonly kind: 'broken'
  readonly problems: readonly Problem[]
}

/** A place in a file, with the offending text underlined. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly path: string
  readonly excerpt: string
}

/** Reads the text of a scenario file. Nothing is loaded and nothing is run. */
export function parseScenario(
  text: string,
  file: string,
  options: ParseOptions,
): ParsedScenario | BrokenScenario {
  const source = new ScenarioText(text, file)
  const problems = [...source.mistakes()]
  const data = source.data()
  if ('problem' in data) {
    if (problems.length === 0) problems.push(data.problem)
    return { kind: 'broken', problems: sorted(problems) }
  }
  if (!isMapping(data.value)) {
    if (problems.length === 0) problems.push(source.problemAt([], noMapping(data.value)))
    return { kind: 'broken', problems: sorted(problems) }
  }
  const verdict = readScenario(data.value, {
    laws: options.laws,
    ...(options.knownProperties && { properties: options.knownProperties }),
    ...(options.alwaysJudged && { alwaysJudged: options.alwaysJudged }),
  })
  if (verdict.kind === 'read' && problems.length === 0)
    return { kind: 'parsed', scenario: verdict.scenario, text: source }
  if (verdict.kind === 'refused') {
    for (const complaint of verdict.complaints) {
      // What stands behind a mistake in the YAML may be missing or misread because of it.
      if (source.isDoubtful(complaint.at, complaint.where)) continue
      problems.push(source.problemAt(complaint.at, complaint.message, complaint))
    }
  }
  return { kind: 'broken', problems: sorted(problems) }
}

function noMapping(value: unknown): string {
  return value === null || value === undefined
    ? 'the file is empty: a scenario begins with "scenario: <title>" and "system: { module: … }"'
    : 'a scenario file is a mapping: it begins with "scenario: <title>"'
}

/** By position; of two at one place the one that was found first. */
function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/**
 * Where a part of a parsed scenario stands in its file; `path` is in the words of the file:
 * `['faults', 'scripted', 0, 'do', 'kill']`. What the file leaves out is at the nearest thing around it.
 */
export function locate(parsed: ParsedScenario, path: readonly (string | number)[]): Place {
  const { message: _, ...place } = parsed.text.problemAt(path, '')
  return place
}

/** A problem that only shows later, when modules are loaded or the system runs. */
export function problemAt(
  parsed: ParsedScenario,
  path: readonly (string | number)[],
  message: string,
  suggestion?: string,
): Problem {
  return parsed.text.problemAt(path, message, suggestion === undefined ? {} : { suggestion })
}

/** The problems of one or more files as plain text, each with its lines below it. */
export function formatProblems(problems: readonly Problem[]): string {
  const heads = problems.map(({ file, line, column }) => `${file}:${line}:${column}`)
  const widest = Math.max(0, ...heads.map((head) => head.length))
  const paths = problems.map(({ path }) => path)
  const widestPath = Math.max(0, ...paths.map((path) => path.length))
  return problems
    .map(({ path, message, suggestion, excerpt }, index) => {
      const advice = suggestion === undefined ? '' : `. Did you mean "${suggestion}"?`
      const place = `${heads[index]!.padEnd(widest)}  ${path.padEnd(widestPath)}`.trimEnd()
      const head = ` ${place.padEnd(widest + 2 + widestPath)}  ${message}${advice}`
      // What is written in TypeScript has no line to show.
      const rows = excerpt === '' ? [] : excerpt.split('\n').map((row) => `    ${row}`)
      return [printable(head), ...rows].join('\n')
    })
    .join('\n')
}
