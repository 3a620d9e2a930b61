import { expect, test } from 'vitest'
import { call, cast, child, genServer, named, noreply, reply, supervisor } from 'mayday/otp'
import { receive, send, spawn, type Body } from 'mayday/process'
import type { Property } from '../../src/check/index.ts'
import {
  assertHolds,
  check,
  prepare,
  PropertyViolated,
  reenact,
  Recorder,
  Replay,
  runOnce,
  simulate,
  strategyNamed,
  strategyNames,
} from '../../src/explore/index.ts'
import { kill } from '../../src/faults/index.ts'
import { lostUpdate, patientClients } from './lost-update.ts'

const Counter = genServer('Counter', {
  init: () => ({ value: 0 }),
  handleCast: { nudge: (state) => noreply(state) },
  handleCall: { add: (state, by: number) => reply(state.value + by, { value: state.value + by }) },
})
const counter = named(Counter, 'counter')
const Tree = supervisor('Tree', { children: [child(Counter, { name: counter })] })

function* sound(): Body {
  yield* Tree.start()
  for (let i = 0; i < 3; i++) yield* call(counter, 'add', 1)
}

/** A claim about the end of a run. */
function atTheEnd(name: string, holds: () => boolean): Property {
  return {
    name,
    kind: 'always',
    start: () => ({
      end: () => (holds() ? undefined : { subject: 'the end', message: `${name} is broken` }),
    }),
  }
}

test('a sound system holds, and the report counts what was tried', () => {
  const report = check({ system: sound, runs: 40, seed: 'a' })
  expect(report).toMatchObject({ verdict: 'holds', runs: 40, seed: 'a', counterexamples: [] })
  expect(report.determinism.checked).toBe(report.determinism.agreed)
  expect(report.determinism.checked).toBeGreaterThan(0)
  expect(report.schedules).toBeGreaterThan(5)
  assertHolds(report)
})

test('the same seed gives the same report, another seed other schedules', () => {
  const once = check({ ...lostUpdate('none'), runs: 20, seed: 'x' })
  expect(check({ ...lostUpdate('none'), runs: 20, seed: 'x' })).toEqual(once)
  const digests = (seed: string): string => simulate({ system: sound }, { seed }).digest
  expect(digests('1')).toBe(digests('1'))
  expect(new Set(['1', '2', '3', '4'].map(digests)).size).toBe(4)
})

test.each(strategyNames)(
  'the deviations of a run under %s, played again, give the same run to the byte',
  (name) => {
    const prepared = prepare({
      ...patientClients('none'),
      faults: [kill('/Tree/counter', { rate: '1/40 steps' })],
    })
    for (let k = 0; k < 100; k++) {
      const seed = `replay.${k}`
      const recorder = new Recorder(strategyNamed(name))
      const original = runOnce(prepared, { seed, strategy: recorder })
      const { strikes, digest } = original
      const again = runOnce(prepared, { seed, strategy: new Replay(recorder.deviations), strikes })
      expect(again.digest, seed).toBe(digest)
      if (name === 'chain') expect(recorder.deviations).toEqual([])
    }
  },
)

test('recording a run does not change it', () => {
  const prepared = prepare(patientClients('none'))
  for (const name of strategyNames) {
    const seed = 'same'
    const plain = runOnce(prepared, { seed, strategy: strategyNamed(name) })
    const recorded = runOnce(prepared, {
      seed,
      strategy: new Recorder(strategyNamed(name)),
      record: 'full',
    })
    expect(recorded.digest).toBe(plain.digest)
  }
})

test('a race is found, and shrunk to what it needs', () => {
  const report = check({ ...patientClients('none'), runs: 300, seed: 'race' })
  expect(report.verdict).toBe('violated')
  const [example] = report.counterexamples
  expect(example!.before).toBeGreaterThan(10)
  expect(example!.deviations.length).toBeLessThanOrEqual(2)
  expect(example!.deviations.every(({ needed }) => needed)).toBe(true)
  expect(example!.strikes).toEqual([])
  expect(() => assertHolds(report)).toThrow(PropertyViolated)
  expect(() => assertHolds(report)).toThrow(/npx mayday replay patient-clients-[0-9a-f]{4}/)
})

test('of the faults only those are left that the failure needs', () => {
  const report = check({
    name: 'killed',
    *system(): Body {
      yield* Tree.start()
      yield* spawn(hammer)
    },
    faults: [kill('/Tree/counter', { rate: '1/10 steps', atMost: 3 })],
    properties: [neverRestarted],
    laws: [],
    runs: 200,
    seed: 'k',
  })
  const [example] = report.counterexamples
  expect(example!.violation.property).toBe('never restarted')
  expect(example!.strikes).toHaveLength(1)
  expect(example!.strikes[0]!.needed).toBe(true)
})

/** Gives the counter steps to be killed at. */
function* hammer(): Body {
  for (let i = 0; i < 10; i++) yield* cast(counter, 'nudge')
}

const neverRestarted: Property = {
  name: 'never restarted',
  kind: 'never',
  start: () => ({
    sees: ['spawn'],
    event: (event) =>
      event.kind === 'spawn' && event.pid.path === '/Tree/counter' && event.pid.life > 0
        ? { subject: '/Tree/counter', message: 'the counter was restarted' }
        : undefined,
  }),
}

test('a capsule that went through a file is reproduced', () => {
  const experiment = patientClients('none')
  const [example] = check({ ...experiment, runs: 300, seed: 'race' }).counterexamples
  const capsule = JSON.parse(JSON.stringify(example!.capsule)) as NonNullable<
    typeof example
  >['capsule']
  const again = reenact(prepare(experiment), capsule)
  expect(again).toMatchObject({ verdict: 'reproduced', differsBy: null, missed: 0 })
  expect(again.run.digest).toBe(capsule.digest)
})

test('replay tells the same failure after drift, another failure, gone, and gone by drift apart', () => {
  const experiment = patientClients('none')
  const [example] = check({ ...experiment, runs: 300, seed: 'race' }).counterexamples
  const { capsule } = example!
  const verdictOf = (changed: typeof experiment): string =>
    reenact(prepare(changed), capsule).verdict
  expect(verdictOf(patientClients('last'))).toBe('same_failure_after_drift')
  expect(verdictOf({ ...experiment, properties: [] })).toBe('gone')
  const elsewhere = atTheEnd('something else', () => false)
  expect(verdictOf({ ...experiment, properties: [elsewhere] })).toBe('different_failure')
  // The trace differs before the last deviation is carried out: the race was never set up.
  const early = { ...capsule, checkpoints: [{ step: 3, digest: '0000000000000000' }] }
  expect(reenact(prepare({ ...experiment, properties: [] }), early).verdict).toBe('gone_drifted')
})

test('state that outlives a run is found by the determinism guard, with the first event that differs', () => {
  let outside = 0
  const report = check({
    *system(): Body {
      const pid = yield* spawn(function* listener(): Body {
        yield* receive()
      })
      yield* send(pid, outside++)
    },
    runs: 50,
  })
  expect(report.verdict).toBe('unknown')
  expect(report.nondeterminism).toMatchObject({ seed: '0.0' })
  expect(report.nondeterminism!.first).toMatchObject({ kind: 'send' })
  expect(report.nondeterminism!.first).not.toEqual(report.nondeterminism!.second)
})

test('a system whose own body crashes or waits for ever is not green', () => {
  const crashed = check({
    *system(): Body {
      yield* call(counter, 'add', 1)
    },
    runs: 3,
  })
  expect(crashed.counterexamples[0]!.violation).toMatchObject({
    property: 'system_ends',
    subject: '/',
  })
  const stuck = check({
    *system(): Body {
      yield* receive()
    },
    runs: 3,
  })
  expect(stuck.counterexamples[0]!.violation.message).toContain('still waits')
})

test('a property whose own code fails makes the verdict unknown, never violated or green', () => {
  const broken: Property = {
    name: 'broken',
    kind: 'always',
    start: () => ({
      end: () => {
        throw new TypeError('oops')
      },
    }),
  }
  const report = check({ system: sound, properties: [broken], runs: 3 })
  expect(report.verdict).toBe('unknown')
  expect(report.reason).toContain('oops')
})

test('a forgotten yield* ends the sweep with the line that made the operation', () => {
  const report = check({
    *system(): Body {
      yield* Tree.start()
      call(counter, 'add', 1)
      yield* call(counter, 'add', 1)
    },
    runs: 3,
  })
  expect(report.mistake).toMatchObject({ code: 'forgotten_yield' })
  expect(report.mistake!.stack ?? report.mistake!.message).toContain('check.test.ts')
})

test('experiments that make no sense are refused in words', () => {
  expect(() => check({ system: sound, runs: 0 })).toThrow(
    'runs is 0; expected a whole number from 1',
  )
  expect(() => check({ system: sound, strategies: { luck: 1 } as never })).toThrow(/one of uniform/)
  expect(() => check({ system: sound, properties: [neverRestarted, neverRestarted] })).toThrow(
    'two properties are called "never restarted"',
  )
  expect(() => check({ system: 'Tree' as never })).toThrow(/expected a generator function/)
})

test('a full recording ends the run at its limit, a ring keeps the latest events, a hash none', () => {
  const whole = simulate({ system: sound })
  const limits = { trace: 20 }
  const cut = simulate({ system: sound, limits })
  expect(cut).toMatchObject({ verdict: 'unknown', ending: { kind: 'limit', limit: 'trace' } })
  expect(cut.trace).toEqual(whole.trace.slice(0, 20))
  const ring = simulate({ system: sound, limits }, { record: 'ring' })
  expect(ring.trace).toEqual(whole.trace.slice(-20))
  expect(simulate({ system: sound }, { record: 'hash' }).trace).toEqual([])
  expect(ring.digest).toBe(whole.digest)
})
