import { expect, test } from 'vitest'

import {
  formatProblems,
  locate,
  parseScenario,
  patternsOf,
  problemAt,
  type ParsedScenario,
} from '../../src/scenario/index.ts'
import { laws, sample } from './sample.ts'

function parsed(text: string): ParsedScenario {
  const result = parseScenario(text, 'a.yaml', { laws })
  if (result.kind === 'broken') throw new Error(formatProblems(result.problems))
  return result
}

function messages(text: string, knownProperties?: readonly string[]): readonly string[] {
  const options = knownProperties === undefined ? { laws } : { laws, knownProperties }
  const result = parseScenario(text, 'a.yaml', options)
  return result.kind === 'parsed' ? [] : result.problems.map(({ message }) => message)
}

const minimal = 'scenario: a\nsystem: { module: ./a.ts }\n'

test('the scenario of the guide becomes plain data with every default filled in', () => {
  expect(parsed(sample).scenario).toEqual({
    title: 'pool survives a worker crash in mid-call',
    why: 'A caller must get a reply or an exit reason, never silence.',
    tags: [],
    system: { module: './pooly.ts', export: 'system', args: { workers: 5 } },
    budget: { seeds: 2000, steps: 5000, virtual: 600_000 },
    search: {
      portfolio: [
        { strategy: 'uniform', weight: 4 },
        { strategy: 'priorities', weight: 2 },
        { strategy: 'chain', weight: 1 },
      ],
      swarm: true,
    },
    delivery: 'ordered_pairs',
    workload: [
      {
        kind: 'clients',
        clients: 8,
        request: { kind: 'call', to: 'pool', request: 'checkout', args: [], timeout: 2000 },
        think: { kind: 'exponential', mean: 50 },
        times: 'unbounded',
        startAt: 0,
      },
    ],
    faults: {
      scripted: [
        {
          when: {
            kind: 'message',
            event: 'sent',
            tag: 'reserve',
            from: { path: '/app/pool' },
            to: { path: '/app/pool/*' },
            nth: 2,
          },
          do: { kind: 'kill', whom: { kind: 'event', process: 'to' } },
          atMost: 'unbounded',
        },
        {
          when: {
            kind: 'phase',
            phase: 'init',
            of: { path: '/app/pool/*', life: { kind: 'at_least', value: 1 } },
            nth: 'every',
          },
          do: { kind: 'pause', whom: { kind: 'event', process: 'process' }, for: 3000 },
          atMost: 'unbounded',
        },
      ],
      random: [
        {
          do: { kind: 'kill', whom: { kind: 'some', count: 1, of: { path: '/app/pool/*' } } },
          rate: { kind: 'steps', times: 1, steps: 500 },
          atMost: 3,
        },
      ],
      quietAfter: { kind: 'percent', percent: 60 },
    },
    properties: {
      laws: { kind: 'all' },
      always: [
        {
          name: 'always mailbox /app/pool/* <= 16',
          claim: {
            kind: 'mailbox',
            of: { path: '/app/pool/*' },
            count: { kind: 'at_most', value: 16 },
          },
          after: { kind: 'start' },
        },
      ],
      never: [],
      eventually: [
        {
          name: 'eventually alive /app/pool/* = 5 within 30s after quiet',
          claim: {
            kind: 'alive',
            of: { path: '/app/pool/*' },
            count: { kind: 'exactly', value: 5 },
          },
          after: { kind: 'quiet' },
          within: 30_000,
        },
      ],
      sometimes: [
        {
          name: 'sometimes down /app/pool/* >= 2',
          claim: {
            kind: 'down',
            of: { path: '/app/pool/*' },
            count: { kind: 'at_least', value: 2 },
          },
          seeds: 5,
        },
      ],
    },
    expect: { kind: 'holds' },
    pinned: [],
  })
})

test('a title and a system are enough', () => {
  const { scenario } = parsed(minimal)
  expect(scenario.budget).toEqual({ seeds: 500, steps: 5000, virtual: 600_000 })
  expect(scenario.faults).toEqual({ scripted: [], random: [], quietAfter: { kind: 'never' } })
  expect(scenario.properties.laws).toEqual({ kind: 'all' })
})

test('every part of a parsed file can be found again', () => {
  const file = parsed(sample)
  const { line, column, path, excerpt } = locate(file, ['faults', 'scripted', 0, 'do', 'kill'])
  expect({ line, column, path }).toEqual({
    line: 12,
    column: 19,
    path: 'faults.scripted[0].do.kill',
  })
  expect(excerpt.split('\n').at(-1)).toBe(`   |${' '.repeat(19)}${'^'.repeat(9)}`)
})

test('a part that the file leaves out is found at the nearest thing around it', () => {
  const file = parsed(minimal)
  expect(locate(file, ['system', 'args', 'workers'])).toMatchObject({ line: 2, column: 9 })
  expect(locate(file, [])).toMatchObject({ line: 1, column: 1 })
})

test('a problem that shows later is placed like one of the text', () => {
  const problem = problemAt(
    parsed(sample),
    ['system', 'module'],
    'there is no pooly.ts',
    './pool.ts',
  )
  expect(formatProblems([problem])).toBe(
    [
      ' a.yaml:4:19  system.module  there is no pooly.ts. Did you mean "./pool.ts"?',
      '    3 | why: A caller must get a reply or an exit reason, never silence.',
      '    4 | system: { module: ./pooly.ts, export: system, args: { workers: 5 } }',
      '      |                   ^^^^^^^^^^',
    ].join('\n'),
  )
})

test('every pattern of a scenario is listed with its place', () => {
  const file = parsed(sample)
  const places = patternsOf(file.scenario).map(({ pattern, path }) => {
    const { line, column } = locate(file, path)
    return `${line}:${column} ${pattern.path}`
  })
  expect(places).toEqual([
    '11:36 /app/pool',
    '11:51 /app/pool/*',
    '13:32 /app/pool/*',
    '16:15 /app/pool/*',
    '20:24 /app/pool/*',
    '21:26 /app/pool/*',
    '22:24 /app/pool/*',
  ])
})

test('carriage returns and a byte order mark move nothing', () => {
  const result = parseScenario(`\uFEFF${sample}`.replaceAll('\n', '\r\n'), 'a.yaml', { laws })
  expect(result).toMatchObject({ kind: 'parsed', scenario: parsed(sample).scenario })
  const broken = parseScenario('\uFEFFscenario: 5\r\nsystem: 6\r\n', 'a.yaml', { laws })
  expect(broken).toMatchObject({
    problems: [
      { line: 1, column: 11, excerpt: '1 | scenario: 5\n  |           ^' },
      { line: 2, column: 9 },
    ],
  })
})

test('keys that JavaScript knows are unknown keys all the same', () => {
  for (const key of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    expect(messages(`${minimal}${key}: 1\n`)[0]).toContain(`"${key}" is no key of a scenario file`)
})

test('an endless file is refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 9; i++) {
    const last = String.fromCharCode(96 + i)
    const next = String.fromCharCode(97 + i)
    bomb.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${last}`).join(', ')}]`)
  }
  expect(messages(bomb.join('\n'))[0]).toContain('Excessive alias count')
})

test('what a terminal would obey is not shown to it', () => {
  const result = parseScenario(`${minimal}why: 'a\u001b[2Jb'\ntypo\u001b[31m: 1\n`, 'a.yaml', {
    laws,
  })
  expect(result.kind).toBe('broken')
  if (result.kind === 'broken') expect(formatProblems(result.problems)).not.toContain('\u001b')
})

test('no text at all makes the parser throw', () => {
  for (let end = 0; end < sample.length; end += 7)
    parseScenario(sample.slice(0, end), 'a', { laws })
  for (let at = 0; at < sample.length; at += 29)
    for (const sign of ['\t', '{', ']', ':', '"', '*', '!', '- '])
      parseScenario(sample.slice(0, at) + sign + sample.slice(at), 'a.yaml', { laws })
})

test('a property of the module may be expected to fail once the module is known', () => {
  const text = `${minimal}properties: { module: { module: ./p.ts } }\nexpect: { violated: money }\n`
  expect(messages(text)).toEqual([])
  expect(messages(text, ['money'])).toEqual([])
  expect(messages(text, ['monies'])).toEqual([
    '"money" is neither a property of this file nor a law',
  ])
})
