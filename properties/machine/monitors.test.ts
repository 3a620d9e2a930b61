// Watchers set monitors on a process at any time of its life, and after it; some take them back. Each
// reference that was kept gets exactly one DOWN, behind the last message; one that was taken back with
// flush gets none that is seen later.

import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  demonitor,
  exit,
  isDown,
  monitor,
  receive,
  self,
  send,
  sleep,
  spawn,
  timeout,
  type Body,
  type Pid,
  type Ref,
} from 'mayday/process'
import { nameOf, play, schedules } from '../../tests/support/play.ts'

interface Plan {
  /** Milliseconds to rest before each monitor is set. */
  readonly rests: readonly number[]
  /** Which of them are taken back at once, by position. */
  readonly undone: readonly boolean[]
}

const plan: fc.Arbitrary<Plan> = fc.record({
  rests: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
  undone: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
})

interface Report {
  readonly kept: Ref[]
  readonly received: unknown[]
}

function* watcher(target: Pid, { rests, undone }: Plan, { kept, received }: Report): Body {
  yield* send(target, yield* self())
  for (const [i, rest] of rests.entries()) {
    yield* sleep(rest)
    const ref = yield* monitor(target)
    if (undone[i] === true) yield* demonitor(ref, { flush: true })
    else kept.push(ref)
  }
  for (;;) received.push(yield* receive())
}

/** Writes to its watchers for a while, and ends. */
function* talker(words: number): Body {
  const watchers: Pid[] = []
  for (let i = 0; i < words; i++) {
    const watcher = yield* receive(null, { after: 1 })
    if (watcher !== timeout) watchers.push(watcher as Pid)
    for (const each of watchers) yield* send(each, i)
  }
  exit('done')
}

test(
  'there is exactly one DOWN per monitor that was kept, behind the last message',
  { timeout: 60_000 },
  () => {
    const seen = new Map<unknown, number>()
    fc.assert(
      fc.property(
        fc.array(plan, { minLength: 1, maxLength: 4 }),
        fc.nat(8),
        fc.nat(),
        fc.boolean(),
        (plans, words, seed, isKilled) => {
          for (const options of schedules(8)) {
            const reports: Report[] = []
            const { stop } = play(
              function* () {
                const target = yield* spawn(talker, words)
                for (const each of plans) {
                  const report: Report = { kept: [], received: [] }
                  reports.push(report)
                  yield* spawn(watcher, target, each, report)
                }
                yield* sleep(3)
                if (isKilled) yield* exit(target, 'kill')
              },
              { ...options, seed: `${seed}/${options.seed ?? ''}` },
            )
            expect(stop, nameOf(options)).toEqual({ kind: 'idle' })
            for (const { kept, received } of reports) {
              const downs = received.filter(isDown)
              expect(downs.length).toBe(kept.length)
              expect(new Set(downs.map(({ ref }) => ref))).toEqual(new Set(kept))
              const lastWord = received.findLastIndex((message) => !isDown(message))
              const firstDown = received.findIndex(isDown)
              if (firstDown !== -1) expect(firstDown).toBeGreaterThan(lastWord)
              for (const { reason } of downs) seen.set(reason, (seen.get(reason) ?? 0) + 1)
            }
          }
        },
      ),
      { seed: 1, numRuns: 100 },
    )
    // All the ways in which a DOWN can come about have been tried.
    expect(new Set(seen.keys())).toEqual(new Set(['done', 'killed', 'noproc']))
  },
)
