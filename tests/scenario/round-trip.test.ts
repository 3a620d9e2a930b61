import fc from 'fast-check'
import { expect, test } from 'vitest'

import { UsageError } from '../../src/base/index.ts'
import {
  crash,
  exit,
  initFails,
  kill,
  type Fault,
  type RandomFault,
} from '../../src/faults/index.ts'
import {
  defineScenario,
  formatProblems,
  parseScenario,
  toYaml,
  type ScenarioSource,
} from '../../src/scenario/index.ts'
import { scenarioSource } from './arbitrary.ts'
import { laws, sample } from './sample.ts'

function reread(text: string): unknown {
  const result = parseScenario(text, 'a.yaml', { laws })
  if (result.kind === 'broken') throw new Error(formatProblems(result.problems))
  return result.scenario
}

test('a scenario written in TypeScript and the file it is written to are the same', () => {
  fc.assert(
    fc.property(scenarioSource, (source) => {
      const scenario = defineScenario(source)
      expect(reread(toYaml(scenario))).toEqual(scenario)
    }),
    { numRuns: 300 },
  )
})

test('a scenario is data: it survives the way to another thread', () => {
  fc.assert(
    fc.property(scenarioSource, (source) => {
      const scenario = defineScenario(source)
      expect(structuredClone(scenario)).toEqual(scenario)
    }),
  )
})

test('the scenario of the guide is written as it was, line by line', () => {
  const written = toYaml(reread(sample) as never, { schema: '../../schema/scenario.schema.json' })
  expect(written).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../../schema/scenario.schema.json
    scenario: pool survives a worker crash in mid-call
    why: A caller must get a reply or an exit reason, never silence.
    system: { module: ./pooly.ts, args: { workers: 5 } }
    budget: { seeds: 2000, steps: 5000, virtual: 10m }
    search: { portfolio: { uniform: 4, priorities: 2, chain: 1 }, swarm: true }
    workload:
      - { clients: 8, call: pool.checkout, timeout: 2s, think: { exponential: 50ms } }
    faults:
      scripted:
        - when: { sent: reserve, from: /app/pool, to: /app/pool/*, nth: 2 }
          do: { kill: $event.to }
        - when: { phase: init, of: /app/pool/*, life: ">= 1" }
          do: { pause: $event.process, for: 3s }
      random:
        - { kill: { one_of: /app/pool/* }, rate: 1/500 steps, at_most: 3 }
      quiet_after: 60%
    properties:
      laws: all
      always:
        - { mailbox: /app/pool/*, at_most: 16 }
      eventually:
        - { alive: /app/pool/*, count: 5, within: 30s, after: quiet }
      sometimes:
        - { down: /app/pool/*, count: ">= 2", at_least: 5 seeds }
    expect: holds
    "
  `)
})

test('the guide can be written in TypeScript', () => {
  const source: ScenarioSource = {
    scenario: 'pool survives',
    system: { module: './pooly.ts', args: { workers: 5 } },
    budget: { seeds: 2000, virtual: '10m' },
    search: { portfolio: { uniform: 4, chain: 1 }, swarm: true },
    workload: [
      { clients: 8, call: 'pool.checkout', think: { exponential: '50ms' }, timeout: '2s' },
    ],
    faults: {
      scripted: [{ when: { sent: 'reserve', nth: 2 }, do: { kill: '$event.to' } }],
      random: [{ kill: { one_of: '/app/pool/*' }, rate: '1/500 steps', at_most: 3 }],
      quiet_after: '60%',
    },
    properties: {
      always: [{ mailbox: '/app/pool/*', at_most: 16 }],
      eventually: [{ alive: '/app/pool/*', count: 5, within: '30s', after: 'quiet' }],
      sometimes: [{ down: '/app/pool/*', count: '>= 2', at_least: '5 seeds' }],
    },
    expect: { violated: 'every_call_settles' },
  }
  expect(reread(toYaml(defineScenario(source, { laws })))).toEqual(defineScenario(source))
})

test('what only TypeScript can say of a fault is not written to a file', () => {
  const scenario = defineScenario({ scenario: 'a', system: { module: './a.ts' } })
  const written = (fault: Fault) => (): string =>
    toYaml({ ...scenario, faults: { ...scenario.faults, random: [fault as RandomFault] } })
  const rate = '1/run'
  expect(written(exit('/a', { reason: { shutdown: 'now' }, rate }))).not.toThrow()
  expect(written(exit('/a', { reason: new Map([[1, 2]]), rate }))).toThrow(UsageError)
  expect(written(crash('/a', { error: () => 1, rate }))).toThrow(
    'with which a fault ends a process',
  )
  expect(written(initFails('/a', { reason: NaN, rate }))).toThrow('no file can hold NaN')
  expect(written(kill({ behaviour: 'pond' }, { rate }))).toThrow('the behaviour pond')
})

test('what is wrong in TypeScript is told at once, part by part', () => {
  const wrong = { scenario: 'a', sytem: {}, budget: { virtual: '10 minutes', seeds: 0 } }
  expect(() => defineScenario(wrong as unknown as ScenarioSource))
    .toThrowErrorMatchingInlineSnapshot(`
    [UsageError: this is no scenario:
      budget.seeds  must be a whole number of at least 1, is 0
      budget.virtual  "10 minutes" is no duration such as 250ms, 30s, 10m or 6h. Did you mean "10m"?
      sytem  "sytem" is no key of a scenario file. Did you mean "system"?]
  `)
})
