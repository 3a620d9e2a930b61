// Links are made and undone from both ends at once, under random schedules. When all signals have
// arrived both ends agree; and if one end then dies, the other hears of it exactly if they were linked.

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { Machine } from '../../src/machine/index.ts'
import {
  isExit,
  link,
  receive,
  send,
  sleep,
  trapExit,
  unlink,
  type AnyPid,
  type Body,
} from 'mayday/process'
import { nameOf, schedules } from '../../tests/support/play.ts'

type Deed = 'link' | 'unlink' | 'rest' | 'write'

const deeds = fc.array(fc.constantFrom<Deed>('link', 'unlink', 'rest', 'write'), {
  minLength: 1,
  maxLength: 8,
})

/** Does its deeds to the other end, and notes the exits that it hears of. */
function* end(own: readonly Deed[], exits: unknown[]): Body {
  yield* trapExit(true)
  const other = (yield* receive()) as AnyPid
  for (const deed of own) {
    if (deed === 'link') yield* link(other)
    else if (deed === 'unlink') yield* unlink(other)
    else if (deed === 'rest') yield* sleep(1)
    else yield* send(other as never, 'word' as never)
  }
  for (;;) exits.push((yield* receive(isExit)).reason)
}

test('links that are made and undone from both ends converge', { timeout: 60_000 }, () => {
  let linked = 0
  let runs = 0
  fc.assert(
    fc.property(deeds, deeds, fc.nat(), (ofA, ofB, seed) => {
      for (const options of schedules(20)) {
        const machine = new Machine({ ...options, seed: `${seed}/${options.seed ?? ''}` })
        const exits: unknown[] = []
        const a = machine.start(end, [ofA, exits], 'a')!
        const b = machine.start(end, [ofB, []], 'b')!
        // Both trap exits before anything can happen to them.
        machine.run()
        machine.post(a, b)
        machine.post(b, a)
        expect(machine.run()).toEqual({ kind: 'idle' })

        const seesB = machine.world.infoOf(a)!.links.includes(b)
        const seesA = machine.world.infoOf(b)!.links.includes(a)
        expect(seesA, nameOf(options)).toBe(seesB)
        runs++
        if (seesB) linked++

        machine.kill(b)
        machine.run()
        expect(exits).toEqual(seesB ? ['killed'] : [])
      }
    }),
    { seed: 1, numRuns: 80 },
  )
  // Both outcomes were seen, many times.
  expect(linked / runs).toBeGreaterThan(0.1)
  expect(linked / runs).toBeLessThan(0.9)
})

test(
  'a death among crossing links and unlinks is heard of once per link at most',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(deeds, deeds, fc.nat(), fc.nat(10), (ofA, ofB, seed, when) => {
        for (const options of schedules(10)) {
          const machine = new Machine({ ...options, seed: `${seed}/${options.seed ?? ''}` })
          const exits: unknown[] = []
          const a = machine.start(end, [ofA, exits], 'a')!
          const b = machine.start(end, [ofB, []], 'b')!
          // Both trap exits before anything can happen to them.
          machine.run()
          machine.post(a, b)
          machine.post(b, a)
          let steps = 0
          machine.beforeStep = (process) => {
            if (process.pid === b && ++steps === when) {
              machine.kill(b)
              return false
            }
            return true
          }
          expect(machine.run()).toEqual({ kind: 'idle' })
          machine.kill(b)
          machine.run()
          expect(machine.world.infoOf(a)!.links).toEqual([])
          // Each noproc answers a link to the dead; the death itself is told once.
          expect(exits.filter((reason) => reason === 'killed').length).toBeLessThanOrEqual(1)
          const links = ofA.filter((deed) => deed === 'link').length
          expect(exits.length).toBeLessThanOrEqual(links + 1)
        }
      }),
      { seed: 2, numRuns: 100 },
    )
  },
)

test('while signals are under way the ends do disagree, so that the checks above say something', () => {
  const machine = new Machine()
  function* lonely(): Body {
    yield* sleep(Infinity)
  }
  const a = machine.start(lonely, [], 'a')!
  const b = machine.start(
    function* () {
      yield* link(a)
      yield* sleep(Infinity)
    },
    [],
    'b',
  )!
  machine.hold(b, a)
  machine.run()
  const linksOf = (pid: AnyPid): readonly AnyPid[] => machine.world.infoOf(pid)!.links
  expect([linksOf(a), linksOf(b)]).toEqual([[], [a]])
  machine.release(b, a)
  machine.run()
  expect([linksOf(a), linksOf(b)]).toEqual([[b], [a]])
})
