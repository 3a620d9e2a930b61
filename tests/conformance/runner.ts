// Carries out many cases and says how they came out. Prints nothing.

import { UsageError } from '../../src/base/index.ts'
import { Uniform } from '../../src/explore/uniform.ts'
import { ChainOrder, type Delivery } from '../../src/machine/index.ts'
import { parseCase, type Case, type CaseResult, type Kind } from './case-file.ts'
import { differences, type Failure } from './compare.ts'
import { isSupported, runCase } from './kinds.ts'
import type { Mode } from './world.ts'

export interface Choice {
  /** Only these kinds, even those that we cannot carry out; all when empty. */
  readonly only: readonly Kind[]
  readonly delivery: Delivery
  /** Of a random order; null for the default order. */
  readonly seed: string | null
}

export interface Comparison {
  readonly passed: number
  /** In the order of the cases. */
  readonly failed: readonly Difference[]
  /** How many cases of which kinds we cannot carry out. */
  readonly skipped: ReadonlyMap<Kind, number>
}

export interface Difference {
  readonly name: string
  readonly diffs: readonly string[]
}

/** Compares what happens here with what the cases expect. */
export function compareCases(cases: readonly Case[], choice: Choice): Comparison {
  const failed: Difference[] = []
  const skipped = new Map<Kind, number>()
  let passed = 0
  for (const each of cases) {
    const { name, kind } = each
    const asked = choice.only.includes(kind)
    if (choice.only.length > 0 && !asked) continue
    if (!asked && !isSupported(kind)) {
      skipped.set(kind, (skipped.get(kind) ?? 0) + 1)
      continue
    }
    const diffs = differences(each, runCase(each, modeOf(choice)))
    if (diffs.length === 0) passed++
    else failed.push({ name, diffs })
  }
  return { passed, failed, skipped }
}

/** What happens here in the case of this line; null for kinds that are not asked for. */
export function answerLine(
  line: string,
  place: string,
  choice: Choice,
): CaseResult | Failure | null {
  let given: Case
  try {
    given = parseCase(line, place, 'ignored')
  } catch (error) {
    if (error instanceof UsageError) return { name: null, error: error.message }
    throw error
  }
  if (choice.only.length > 0 && !choice.only.includes(given.kind)) return null
  return runCase(given, modeOf(choice))
}

function modeOf({ delivery, seed }: Choice): Mode {
  return { delivery, seed: seed ?? '0', strategy: seed === null ? new ChainOrder() : new Uniform() }
}
