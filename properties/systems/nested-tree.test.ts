// Goal: a tree comes up depth first, one after another, and failures stay below until they cannot.
// Method: all schedules for the start; any number of crashes against the patience of both supervisors.

import fc from 'fast-check'
import { assertHolds, check, simulate } from 'mayday'
import { cast, child, named, supervisor, type ChildSpec } from 'mayday/otp'
import { sleep, type Body } from 'mayday/process'
import { describe, expect, test } from 'vitest'

import { properties } from '../../scenarios/nested-tree/properties.ts'
import { Supervisor1, system } from '../../scenarios/nested-tree/tree.ts'
import { Worker } from '../../scenarios/nested-tree/worker.ts'
import { scenarioTests } from './scenario-tests.ts'

test('the tree is started depth first, and nobody before the one before is ready', () => {
  assertHolds(check({ system: () => system(), properties, runs: 200, seed: 'nested-tree' }))
})

test('a tree with the branches in another order is found out', () => {
  const worker = (name: string): ChildSpec => child(Worker, { name, args: [name] })
  const inner = supervisor('supervisor2', { children: [worker('worker2a'), worker('worker2b')] })
  const outer = supervisor('supervisor1', {
    children: [worker('worker1a'), child(inner), worker('worker1b')],
  })
  const startIt = function* (): Body {
    yield* outer.start()
  }
  const report = check({ system: startIt, properties, runs: 1 })
  expect(report.counterexamples[0]?.violation.subject).toBe('/supervisor1/worker1a')
})

describe('of a tree whose workers stumble', () => {
  const crashes = fc.array(fc.constantFrom('worker2a', 'worker2b'), { maxLength: 8 })

  /** Who has ended, in a run in which nobody is late. */
  function ended(patience: number, crashes: readonly string[]): readonly string[] {
    const system = function* (): Body {
      yield* Supervisor1.start(patience)
      for (const name of crashes) {
        yield* cast(named(Worker, name), 'stumble')
        yield* sleep(200)
      }
    }
    const run = simulate({ system }, { strategy: 'chain' })
    expect(run.verdict).toBe('holds')
    return run.trace.flatMap((each) => (each.kind === 'exit' ? [each.pid.path] : []))
  }

  test('the inner supervisor ends only when they do so more often than it allows', () => {
    fc.assert(
      fc.property(fc.nat(4), crashes, (patience, crashes) => {
        // Each new life of it counts from zero; and the outer one bears three of its ends.
        const ends = Math.floor(crashes.length / (patience + 1))
        const paths = ended(patience, crashes)
        const inner = paths.filter((path) => path === '/supervisor1/supervisor2')
        expect(inner).toHaveLength(Math.min(ends, 4))
        expect(paths.includes('/supervisor1')).toBe(ends > 3)
        expect(paths.includes('/supervisor1/worker1a')).toBe(ends > 3)
      }),
    )
  })
})

await scenarioTests('nested-tree')
