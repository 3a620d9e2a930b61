// What is being started for the first time is left alone by random faults: a system that does not come
// up shows nothing of how it recovers. Its restarts are not, and scripted faults may strike anywhere.

import { expect, test } from 'vitest'

import { check, type Report } from '../../src/explore/index.ts'
import { kill, type Fault } from '../../src/faults/index.ts'
import { child, genServer, named, stopServer, supervisor } from '../../src/otp/index.ts'
import { sleep, type Body } from '../../src/process/index.ts'

const Slow = genServer('Slow', {
  *init(): Body<string> {
    yield* sleep(10)
    yield* sleep(10)
    return 'ready'
  },
})
const slow = named(Slow, 'slow')
const Inner = supervisor('Inner', { maxRestarts: 9, children: [child(Slow, { name: slow })] })
const Outer = supervisor('Outer', { children: [child(Inner)] })

function* system(): Body {
  yield* Outer.start()
  yield* sleep(1000)
}

function judge(fault: Fault, start: () => Body = system): Report {
  return check({ system: start, faults: [fault], runs: 100, seed: 'first-start' })
}

test('random kills strike nobody before the system is up', () => {
  // One would fall on each step of everybody; those who take one after that are struck.
  const report = judge(kill('/Outer/Inner/**', { rate: '1/1 steps', atMost: 1 }))
  expect(report.verdict).toBe('holds')
  expect(report.faults['kill']).toBeGreaterThan(0)
})

test('but they do strike inits that are restarts', () => {
  const restarts = function* (): Body {
    yield* Outer.start()
    yield* stopServer(slow, 'again')
    yield* sleep(1000)
  }
  const life = { path: '/Outer/Inner/slow', life: '>= 1' } as const
  const report = judge(kill(life, { rate: '1/2 steps', atMost: 1 }), restarts)
  expect(report.verdict).toBe('holds')
  expect(report.faults['kill']).toBeGreaterThan(50)
})

test('and a scripted fault strikes where it is told to', () => {
  const report = judge(kill('/Outer/Inner/slow', { at: 5 }))
  expect(report.counterexamples[0]?.violation.property).toBe('system_ends')
})
