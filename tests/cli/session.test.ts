// What happens over several calls, or to one that is stopped: stored failures, bisecting, Ctrl-C.

import { readdirSync } from 'node:fs'

import { afterAll, describe, expect, test } from 'vitest'

import { hashIn, mayday, project, replayWords, temporaryFolder } from './mayday.ts'

const reports = temporaryFolder()
afterAll(() => reports.remove())

const PATIENCE = 180_000

/** A bank whose till is wrong by so much; written anew, the bug is fixed or another. */
function bank(sum: string): string {
  return `import { call, child, genServer, named, reply, supervisor } from 'mayday/otp'

const Till = genServer('Till', {
  init: () => ({ sum: 0 }),
  handleCall: { pay: (state, amount: number) => reply(amount, { sum: ${sum} }) },
})
const till = named(Till, 'till')
const Bank = supervisor('Bank', { children: [child(Till, { name: till })] })

export function* system() {
  yield* Bank.start()
  yield* call(till, 'pay', 5)
}
`
}

const SCENARIO = `scenario: bank · five is five
system: { module: ../bank.ts }
budget: { seeds: 5, steps: 500, virtual: 1m }
properties:
  always:
    - { name: at most five, state: /Bank/till, path: sum, at_most: 5 }
`

const [RIGHT, WRONG] = [bank('state.sum + amount'), bank('state.sum + amount + 1')]

test(
  'stored failures are tried first, and forgotten after three passes',
  { timeout: PATIENCE },
  async () => {
    const folder = project()
    const run = async (...more: string[]): Promise<{ code: number | null; out: string }> =>
      await mayday(['run', ...more], { cwd: folder.path })
    try {
      folder.write('scenarios/five.yaml', SCENARIO)
      folder.write('bank.ts', WRONG)
      const first = await run('--seed', '1')
      expect(first.code).toBe(1)
      expect(first.out).not.toContain('↻')
      const [, id] = replayWords(first.out)
      const again = await run('--seed', '2')
      expect(again.code).toBe(1)
      expect(again.out).toContain(` ↻ stored failure tried first: ${id}   still fails\n`)
      expect(again.out.match(/✗ bank · five is five · at most five/g)).toHaveLength(1)
      folder.write('bank.ts', RIGHT)
      expect((await run('--no-replay-first')).out).not.toContain('↻')
      for (const passes of ['1 of 3', '2 of 3', '3 of 3, forgotten']) {
        const fixed = await run()
        expect(fixed.code).toBe(0)
        expect(fixed.out).toContain(
          ` ↻ stored failure tried first: ${id}   now passes (${passes})\n`,
        )
      }
      expect((await run()).out).not.toContain('↻')
    } finally {
      folder.remove()
    }
  },
)

test('a pinned failure is tried first, and never forgotten', { timeout: PATIENCE }, async () => {
  const folder = project()
  const run = async (...more: string[]): Promise<{ code: number | null; out: string }> =>
    await mayday(['run', ...more], { cwd: folder.path })
  try {
    folder.write('scenarios/five.yaml', SCENARIO)
    folder.write('bank.ts', WRONG)
    await run()
    const store = `${folder.path}/reports/.failures`
    const kept = readdirSync(store, { recursive: true, encoding: 'utf8' })
    const file = kept.find((name) => name.endsWith('.json'))!
    const pinned = `pinned: [../reports/.failures/${file.replaceAll('\\', '/')}]\n`
    folder.write('scenarios/five.yaml', SCENARIO + pinned)
    folder.write('bank.ts', RIGHT)
    for (let k = 0; k < 4; k++) expect((await run('--no-replay-first')).code).toBe(0)
    folder.write('bank.ts', WRONG)
    const { code, out } = await run('--no-replay-first')
    expect(code).toBe(1)
    expect(out).toContain(' ↻ pinned failure tried first: five-')
  } finally {
    folder.remove()
  }
})

test(
  'a stored failure that cannot be read is left out with a warning',
  { timeout: PATIENCE },
  async () => {
    const folder = project()
    try {
      folder.write('scenarios/five.yaml', SCENARIO)
      folder.write('bank.ts', RIGHT)
      folder.write('reports/.failures/x--y/z.json', '{ "half')
      const said = await mayday(['run'], { cwd: folder.path })
      expect(said.code).toBe(0)
      expect(said.err).toMatch(
        /reports\/\.failures\/x--y\/z\.json cannot be read: .*; it is left out\n$/,
      )
    } finally {
      folder.remove()
    }
  },
)

test(
  'bisect: 1 where the bug is, 0 where it is not, 125 where nobody can tell',
  { timeout: PATIENCE },
  async () => {
    const folder = project()
    try {
      folder.write('scenarios/five.yaml', SCENARIO)
      folder.write('bank.ts', WRONG)
      const { out } = await mayday(['run'], { cwd: folder.path })
      const words = [...replayWords(out), '--bisect']
      const bisect = async (source: string): Promise<number | null> => {
        folder.write('bank.ts', source)
        return (await mayday(words, { cwd: folder.path })).code
      }
      expect(await bisect(WRONG)).toBe(1)
      expect(await bisect(bank('state.sum + amount + 2'))).toBe(1)
      expect(await bisect(RIGHT)).toBe(0)
      expect(await bisect('this does not compile')).toBe(125)
      expect(await bisect(bank('state.sum + Date.now()'))).toBe(125)
      const unknown = await mayday(['replay', 'nothing-0000', '--bisect'], { cwd: folder.path })
      expect(unknown.code).toBe(125)
    } finally {
      folder.remove()
    }
  },
)

test('a failure in another place is another failure', { timeout: PATIENCE }, async () => {
  const folder = project()
  try {
    folder.write('scenarios/five.yaml', SCENARIO)
    folder.write('bank.ts', WRONG)
    const { out } = await mayday(['run'], { cwd: folder.path })
    folder.write('bank.ts', bank('{ huge: amount }'))
    folder.write(
      'scenarios/five.yaml',
      `${SCENARIO}    - { name: nobody is down, alive: /Bank/cat }\n`,
    )
    const said = await mayday(replayWords(out), { cwd: folder.path })
    expect(said).toMatchObject({ code: 1, out: expect.stringContaining('✗ ') as string })
  } finally {
    folder.remove()
  }
})

describe('Ctrl-C', () => {
  const env = { MAYDAY_REPORT_DIR: reports.path }
  const busy = 'tests/cli/fixtures/busy.yaml'
  const holds = 'tests/cli/fixtures/holds.yaml'

  test('ends a sweep with what was found and the seed', { timeout: PATIENCE }, async () => {
    const words = ['run', holds, '--runs', '1000000', '--seed', 'abc']
    const { code, out } = await mayday(words, { env, interruptAfter: 1000 })
    expect(code).toBe(130)
    expect(out).toContain('interrupted')
    expect(out).toContain('Interrupted: this is what was found until then.')
    expect(out).toContain('1 not tried to the end (1)')
    expect(out).toMatch(/Again .* --seed abc --runs 1000000\n$/)
  })

  test('ends it with the document that was promised', { timeout: PATIENCE }, async () => {
    const words = ['run', holds, busy, '--runs', '1000000', '--seed', 'abc']
    const both = ['--reporter', 'default', '--reporter', 'json']
    // The heading is on stderr then; the document is the first thing on stdout.
    const said = await mayday([...words, ...both], { env, interruptAfterError: 1000 })
    expect(said.code).toBe(130)
    expect(JSON.parse(said.out)).toMatchObject({
      seed: 'abc',
      exitCode: 130,
      interrupted: true,
      scenarios: [{ file: busy, ended: { kind: 'interrupted' } }],
    })
  })

  test('while shrinking keeps the failure as small as it is', { timeout: PATIENCE }, async () => {
    const env = { MAYDAY_REPORT_DIR: `${reports.path}/shrinking` }
    const { code, out } = await mayday(['run', busy, '--seed', '1'], { env, interruptAfter: 2500 })
    expect(code).toBe(130)
    expect(out).toContain('· the visitors jump the queue')
    const again = await mayday(replayWords(out), { env })
    expect(again.out).toContain('✗ reproduced')
    expect(hashIn(again.out)).toBe(hashIn(out))
    const list = await mayday(['list', busy, '--json'], { env })
    expect((JSON.parse(list.out) as { failures: unknown[] }).failures).toHaveLength(1)
  })

  test(
    'within a run that does not end is answered when that is given up',
    { timeout: PATIENCE },
    async () => {
      const words = [
        'run',
        'tests/cli/fixtures/endless.yaml',
        '--seed',
        'abc',
        '--limit-wall',
        '4s',
      ]
      const { code, out } = await mayday(words, { env, interruptAfter: 1000 })
      expect(code).toBe(130)
      expect(out).toContain('--seed abc')
    },
  )
})

test('reports are written where MAYDAY_REPORT_DIR says', { timeout: PATIENCE }, async () => {
  const own = temporaryFolder()
  try {
    await mayday(['run', 'tests/cli/fixtures/fails.yaml'], { env: { MAYDAY_REPORT_DIR: own.path } })
    expect(readdirSync(`${own.path}/.failures`)).toHaveLength(1)
  } finally {
    own.remove()
  }
})
