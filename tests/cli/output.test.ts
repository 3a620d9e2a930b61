// What people see, word for word. Durations, hashes and numbers that follow from every schedule are
// masked; everything else is golden.

import { afterAll, describe, expect, test } from 'vitest'

import { hashIn, masked, mayday, replayWords, temporaryFolder, type Call } from './mayday.ts'

const reports = temporaryFolder()
afterAll(() => reports.remove())

const fixture = (name: string): string => `tests/cli/fixtures/${name}.yaml`

/** Each with a folder of its own, so that none finds the failures of another. */
function call(name: string, more: Readonly<Record<string, string>> = {}): Call {
  return { env: { MAYDAY_REPORT_DIR: `${reports.path}/${name}`, ...more } }
}

const PATIENCE = 120_000

describe('run tells of', () => {
  const cases: readonly (readonly [what: string, name: string, code: number])[] = [
    ['a scenario that holds', 'holds', 0],
    ['a scenario that fails', 'fails', 1],
    ['a violation that was expected', 'known', 0],
    ['an expected violation that does not come', 'known-gone', 1],
    ['a goal that is not reached', 'goal', 1],
    ['a forgotten yield*', 'forgetful', 2],
    ['a plain yield', 'bare', 2],
    ['a look at the real clock', 'hasty', 2],
    ['a run that depends on what was run before', 'leaky', 3],
    ['a pattern that matches nobody', 'nobody', 2],
  ]
  test.concurrent.for(cases)('%s', { timeout: PATIENCE }, async ([, name, code], { expect }) => {
    const said = await mayday(['run', fixture(name), '--seed', '1'], call(name))
    expect(said.err).toBe('')
    expect(said.code).toBe(code)
    await expect(masked(said.out)).toMatchFileSnapshot(`./golden/${name}.txt`)
  })
})

test(
  'a callback that loops for ever is torn off, with the seed',
  { timeout: PATIENCE },
  async () => {
    const words = ['run', fixture('endless'), '--seed', '1', '--limit-wall', '1s']
    const said = await mayday(words, call('endless'))
    expect(said.code).toBe(5)
    await expect(masked(said.out)).toMatchFileSnapshot('./golden/endless.txt')
  },
)

test('sweeps of different sizes have odds of their own', { timeout: PATIENCE }, async () => {
  const said = await mayday(['run', fixture('holds'), fixture('holds-longer')], call('odds'))
  expect(said.code).toBe(0)
  expect(said.out).toMatch(/no failure in 20 runs of "shop · small change" means: .* below 15 %/)
  expect(said.out).toMatch(/no failure in 30 runs of "shop · small change, longer" means: .* 10 %/)
})

test(
  'a printed replay line plays the same run in a new process',
  { timeout: PATIENCE },
  async () => {
    const here = call('replayed')
    const { out } = await mayday(['run', fixture('fails')], here)
    const again = await mayday(replayWords(out), here)
    expect(again.code).toBe(1)
    expect(again.out).toContain('✗ reproduced')
    expect(hashIn(again.out)).toBe(hashIn(out))
    const traced = await mayday([...replayWords(out), '--trace'], here)
    expect(traced.out).toMatch(/\/Shop\/till takes /)
    const json = await mayday([...replayWords(out), '--json'], here)
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'reproduced', hash: hashIn(out) })
  },
)

test('a replay line holds the limits that make the run', { timeout: PATIENCE }, async () => {
  const here = call('limited')
  const { out } = await mayday(['run', fixture('fails'), '--limit-steps', '900'], here)
  expect(replayWords(out).slice(-2)).toEqual(['--limit-steps', '900'])
  expect(hashIn((await mayday(replayWords(out), here)).out)).toBe(hashIn(out))
})

test('one seed of a scenario can be played', { timeout: PATIENCE }, async () => {
  const said = await mayday(['replay', fixture('fails'), '--seed', '1.0'], call('seed'))
  expect(said.code).toBe(1)
  expect(said.out).toContain('✗ the till keeps its change')
  const fine = await mayday(['replay', fixture('holds'), '--seed', '1.0'], call('seed'))
  expect(fine).toMatchObject({ code: 0, out: expect.stringContaining('✓ everything holds') })
  const mistaken = await mayday(['replay', fixture('hasty'), '--seed', '1.0'], call('seed'))
  expect(mistaken.code).toBe(2)
  expect(mistaken.out).toContain('shop.ts:')
})

describe('traces', () => {
  test.each([
    ['off', 'fails', false],
    ['on-failure', 'fails', true],
    ['on-failure', 'holds', false],
    ['on', 'holds', true],
  ])('--trace %s of what %s: %s', { timeout: PATIENCE }, async (trace, name, shown) => {
    const words = ['run', fixture(name), '--runs', '2', '--seed', '1', '--trace', trace]
    const { out } = await mayday(words, call(`trace-${trace}-${name}`))
    expect(/\/Shop\/till takes /.test(out)).toBe(shown)
  })
})

describe('a terminal', () => {
  test('40 columns wide shows no longer lines, commands apart', { timeout: PATIENCE }, async () => {
    for (const name of ['fails', 'known', 'holds', 'leaky', 'hasty', 'goal', 'known-gone']) {
      const { out } = await mayday(
        ['run', fixture(name)],
        call(`narrow-${name}`, { COLUMNS: '40' }),
      )
      const lines = out.split('\n').filter((line) => !line.includes('npx mayday'))
      expect(lines.filter((line) => Array.from(line).length > 40)).toEqual([])
    }
  })

  test('is coloured only when asked, or watched', { timeout: PATIENCE }, async () => {
    const coloured = async (env: Record<string, string>, ...flags: string[]): Promise<boolean> => {
      const said = await mayday(['run', fixture('fails'), ...flags], call('colour', env))
      return said.out.includes('\u001B[')
    }
    expect(await coloured({})).toBe(false)
    expect(await coloured({ FORCE_COLOR: '1' })).toBe(true)
    expect(await coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true)
    expect(await coloured({ NO_COLOR: '1' })).toBe(false)
    expect(await coloured({ FORCE_COLOR: '1' }, '--no-color')).toBe(false)
    expect(await coloured({ NO_COLOR: '1' }, '--color')).toBe(true)
  })
})

describe('documents', () => {
  test('--json is one document on stdout, and nothing else', { timeout: PATIENCE }, async () => {
    const words = ['run', fixture('fails'), fixture('holds'), '--seed', '1', '--json']
    const { code, out, err } = await mayday(words, call('json'))
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      seed: '1',
      exitCode: 1,
      interrupted: false,
      scenarios: [
        {
          file: fixture('fails'),
          title: 'shop · too much money',
          expect: { kind: 'holds' },
          met: false,
          verdict: 'violated',
          runs: 1,
          stored: [],
          counterexamples: [
            {
              property: 'the till keeps its change',
              place: `${fixture('fails')}:14`,
              subject: '/Shop/till',
              seed: '1.0',
              replay: expect.stringMatching(/^npx mayday replay tests-cli-fixtures-fails-....$/),
              hash: expect.stringMatching(/^[0-9a-f]{16}$/),
              deviations: [],
              strikes: [],
              story: expect.any(Array),
            },
          ],
        },
        { title: 'shop · small change', met: true, verdict: 'holds', runs: 20 },
      ],
    })
  })

  test('deviations and strikes say what is needed', { timeout: PATIENCE }, async () => {
    const words = ['run', 'scenarios/key-value/hasty.yaml', '--seed', '1', '--json']
    const { out } = await mayday(words, call('parts'))
    const [example] = (JSON.parse(out) as Document).scenarios[0]!.counterexamples
    expect(example!.deviations.length).toBeGreaterThan(0)
    expect(example!.deviations[0]).toEqual({
      at: expect.any(String),
      take: expect.any(String),
      needed: true,
    })
  })

  test('beside the text they have stdout for themselves', { timeout: PATIENCE }, async () => {
    const words = ['run', fixture('holds'), '--reporter', 'default', '--reporter', 'json']
    const { out, err } = await mayday(words, call('both'))
    expect(JSON.parse(out)).toMatchObject({ exitCode: 0 })
    expect(err).toContain('✓ shop · small change')
  })

  test('list and check write them, too', { timeout: PATIENCE }, async () => {
    const list = await mayday(['list', 'tests/cli/fixtures/holds.yaml', '--json'], call('list'))
    expect(JSON.parse(list.out)).toMatchObject({
      scenarios: [{ title: 'shop · small change', seeds: 20 }],
      failures: [],
      laws: expect.arrayContaining(['fifo']),
      strategies: expect.arrayContaining(['uniform']),
    })
    const check = await mayday(['check', fixture('holds'), '--json'], call('list'))
    expect(JSON.parse(check.out)).toEqual({ schemaVersion: 1, exitCode: 0, problems: [] })
  })
})

interface Document {
  readonly scenarios: readonly {
    readonly counterexamples: readonly { readonly deviations: readonly unknown[] }[]
  }[]
}
