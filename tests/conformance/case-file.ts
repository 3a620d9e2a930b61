// Case files: JSON Lines, one case a line, each a script with what real Erlang/OTP did.
//
// Reading checks what every case must have, and names file and line when it is not there. What an
// op needs beyond that is asked for when the op is carried out (`need`), so that one bad op fails
// its own case and no other.

import { UsageError } from '../../src/base/index.ts'
import type { Pattern } from './compare.ts'

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export const kinds = [
  'supervisor',
  'process',
  'registry',
  'timer',
  'gen_server',
  'gen_statem',
  'gen_event',
] as const

export type Kind = (typeof kinds)[number]

/** One step of a script. Which further fields it has depends on `op` and on the kind of the case. */
export interface Op {
  readonly op: string
  readonly by?: string
}

export interface ExpectedStep {
  readonly result: Json
  readonly events: Pattern
}

export interface Case {
  readonly name: string
  readonly kind: Kind
  readonly script: readonly Op[]
  /** Absent in batch mode. */
  readonly trace?: readonly ExpectedStep[]
  readonly final?: Json
}

/** What one case did here. Events are a flat list in the order in which they happened. */
export interface CaseResult {
  readonly name: string
  readonly trace: readonly StepResult[]
  readonly final: Json
}

export interface StepResult {
  readonly result: Json
  readonly events: readonly Event[]
}

/** `["init", "w1", 1, "ok"]`: its name and what it is about. */
export type Event = readonly Json[]

/** The case cannot be carried out as it is written. */
export class BadCase extends Error {
  override readonly name = 'BadCase'
}

/** A field that the op cannot do without. */
export function need<Fields extends Op, Key extends keyof Fields & string>(
  op: Fields,
  key: Key,
): NonNullable<Fields[Key]> {
  const value = op[key]
  if (value === undefined || value === null) throw new BadCase(`op '${op.op}' lacks '${key}'`)
  return value
}

/** The cases of a file, in order. Empty lines are skipped. @throws UsageError naming `source:line`. */
export function parseCases(text: string, source: string): readonly Case[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      line.trim() === '' ? [] : [parseCase(line, `${source}:${i + 1}`, 'expected')],
    )
}

/** One case; with its trace, unless it is only to be run. @throws UsageError naming `place`. */
export function parseCase(line: string, place: string, trace: 'expected' | 'ignored'): Case {
  const given = parseObject(line, place)
  if (typeof given['name'] !== 'string') throw complain(place, 'a case needs a string "name"')
  if (!kinds.some((kind) => kind === given['kind'])) {
    throw complain(
      place,
      `kind ${JSON.stringify(given['kind'])} is none of those we know: ${kinds.join(', ')}`,
    )
  }
  const { script, trace: steps } = given
  if (!Array.isArray(script) || !script.every(isOp)) {
    throw complain(place, '"script" must be an array of objects with a string "op"')
  }
  if (trace === 'ignored') return given as unknown as Case
  if (!Array.isArray(steps) || !steps.every(isStep)) {
    throw complain(place, '"trace" must be an array of {"result", "events"}')
  }
  if (steps.length !== script.length) {
    throw complain(place, `${script.length} ops in "script", ${steps.length} steps in "trace"`)
  }
  if (given['final'] === undefined) throw complain(place, 'a case needs its "final"')
  return given as unknown as Case
}

function parseObject(line: string, place: string): Readonly<Record<string, unknown>> {
  let given: unknown
  try {
    given = JSON.parse(line)
  } catch (error) {
    throw complain(place, `not JSON: ${(error as Error).message}`)
  }
  if (isObject(given)) return given
  throw complain(place, 'a case is a JSON object')
}

function isOp(value: unknown): boolean {
  return isObject(value) && typeof value['op'] === 'string'
}

function isStep(value: unknown): boolean {
  return isObject(value) && value['result'] !== undefined && Array.isArray(value['events'])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function complain(place: string, what: string): UsageError {
  return new UsageError(`${place}: ${what}`, {
    code: 'bad_case',
    hint: 'give one case per line, as the generator of cases writes them',
  })
}
