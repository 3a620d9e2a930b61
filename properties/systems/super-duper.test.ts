// Goal: who is started again when, and when the show is over, is what OTP says.
// Method: every strategy, kind and victim against a model; crashes at random times against OTP's way
// of counting them. The laws of OTP look on at all of it.

import fc from 'fast-check'
import { assertHolds, check, simulate, type Run } from 'mayday'
import { stopProcess, type Restart, type RestartStrategy } from 'mayday/otp'
import { exit, isAlive, now, sleep, whereis, type AnyPid, type Body } from 'mayday/process'
import { describe, expect, test } from 'vitest'

import { die, say } from '../../scenarios/super-duper/actor.ts'
import { CAST, SuperDuper } from '../../scenarios/super-duper/super-duper.ts'
import { scenarioTests } from './scenario-tests.ts'

const STRATEGIES: readonly RestartStrategy[] = ['one_for_one', 'one_for_all', 'rest_for_one']
const KINDS: readonly Restart[] = ['permanent', 'transient', 'temporary']

test('an actor says its line, and has forgotten it in its next life', () => {
  const system = function* (): Body {
    yield* SuperDuper.start({})
    expect(yield* say('superman', 'up, up and away')).toBe('superman: up, up and away')
  }
  assertHolds(check({ system, runs: 50, seed: 'super-duper' }))
})

describe('the show', () => {
  /** Who began and who ended, in the order of the run. */
  function paths(run: Run, kind: 'spawn' | 'exit'): readonly string[] {
    return run.trace.flatMap((event) => (event.kind === kind ? [event.pid.path] : []))
  }

  test.each(['chain', 'uniform', 'priorities'] as const)(
    'begins in the order of the list and ends in the reverse order, under %s',
    (strategy) => {
      const run = simulate({ system: openAndClose }, { strategy })
      const actors = CAST.map((name) => `/SuperDuper/${name}`)
      expect(paths(run, 'spawn')).toEqual(['/', '/SuperDuper', ...actors])
      expect(paths(run, 'exit')).toEqual([...actors.toReversed(), '/SuperDuper'])
    },
  )

  function* openAndClose(): Body {
    yield* stopProcess(yield* SuperDuper.start({}))
  }
})

/** Who is started again when `victim` has ended with `reason`. */
function startedAgain(
  strategy: RestartStrategy,
  restart: Restart,
  reason: string,
  victim: string,
): readonly string[] {
  const isOrderly = reason === 'normal' || reason === 'shutdown'
  if (restart === 'temporary' || (restart === 'transient' && isOrderly)) return []
  if (strategy === 'one_for_all') return CAST
  if (strategy === 'rest_for_one') return CAST.slice(CAST.findIndex((name) => name === victim))
  return [victim]
}

describe.each(STRATEGIES)('under %s', (strategy) => {
  describe.each(KINDS)('when all are %s', (restart) => {
    describe.each(['kryptonite', 'normal', 'shutdown'])('and one ends with %s', (reason) => {
      test.each(CAST)('being %s, those start again whom OTP names', (victim) => {
        const expected = startedAgain(strategy, restart, reason, victim)
        const system = function* (): Body {
          yield* SuperDuper.start({ strategy, restart })
          const before = yield* everybody()
          yield* die(victim, reason)
          yield* sleep(500)
          const after = yield* everybody()
          for (const name of CAST) {
            if (expected.includes(name)) expect(after[name]).toMatchObject({ life: 1 })
            else expect(after[name]).toBe(name === victim ? undefined : before[name])
          }
        }
        assertHolds(check({ system, runs: 10, seed: 'super-duper' }))
      })
    })
  })
})

function* everybody(): Body<Readonly<Record<string, AnyPid | undefined>>> {
  const found: Record<string, AnyPid | undefined> = {}
  for (const name of CAST) found[name] = yield* whereis<never>(name)
  return found
}

describe('crashes', () => {
  /** OTP counts by whole seconds: those that are at most `maxSeconds` of them old. */
  function closes(times: readonly number[]): boolean {
    const seconds = times.map((time) => Math.floor(time / 1000))
    return seconds.some((last, index) => {
      const recent = seconds.slice(0, index + 1).filter((second) => second >= last - 5)
      return recent.length > 3
    })
  }

  test('of more than 3 in 5 seconds, and of no less, bring the supervisor down', () => {
    const waits = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 8 })
    const verdicts = new Set<boolean>()
    fc.assert(
      fc.property(
        waits,
        fc.array(fc.constantFrom(...CAST), { minLength: 8, maxLength: 8 }),
        (waits, victims) => {
          const times: number[] = []
          for (const wait of waits) times.push((times.at(-1) ?? 0) + wait)
          verdicts.add(closes(times))
          const system = function* (): Body {
            yield* SuperDuper.start({})
            for (const [index, time] of times.entries()) {
              yield* sleep(time - (yield* now()))
              yield* die(victims[index]!, 'kryptonite')
            }
          }
          const { trace } = simulate({ system }, { strategy: 'chain' })
          const ends = trace.flatMap((each) => (each.kind === 'exit' ? [each] : []))
          const end = ends.find(({ pid }) => pid.path === '/SuperDuper')
          expect(end?.reason).toBe(closes(times) ? 'shutdown' : undefined)
        },
      ),
    )
    expect(verdicts.size).toBe(2)
  })

  test('close the show for everybody on the stage', () => {
    const system = function* (): Body {
      const show = yield* SuperDuper.start({})
      for (let crash = 0; crash < 4; crash++) {
        yield* exit((yield* whereis<never>('superman'))!, 'kill')
        yield* sleep(200)
      }
      expect(yield* everybody()).toEqual({})
      expect(yield* isAlive(show)).toBe(false)
    }
    assertHolds(check({ system, runs: 100, seed: 'super-duper' }))
  })
})

await scenarioTests('super-duper')
