// Arguments, files and settings that are wrong: one sentence, what to write instead, exit 2, nothing run.

import { readdirSync, readFileSync } from 'node:fs'

import { afterAll, describe, expect, test } from 'vitest'

import { masked, mayday, project, ROOT, temporaryFolder } from './mayday.ts'

const reports = temporaryFolder()
afterAll(() => reports.remove())

const env = { MAYDAY_REPORT_DIR: reports.path }
const PATIENCE = 180_000
const holds = 'tests/cli/fixtures/holds.yaml'

describe('a broken scenario file is told with its places, and nothing is run', () => {
  const folder = 'tests/scenario/broken'
  /** The golden texts were made with fewer laws than there are. */
  const LAWS = /(is no law): write .*/g
  const files = readdirSync(`${ROOT}/${folder}`).filter((name) => name.endsWith('.yaml'))

  test.concurrent.for(files)('%s', { timeout: PATIENCE }, async (name, { expect }) => {
    const golden = readFileSync(`${ROOT}/${folder}/${name.replace('.yaml', '.txt')}`, 'utf8')
    const said = await mayday(['run', `${folder}/${name}`, holds], { env })
    expect({ ...said, out: said.out.replaceAll(LAWS, '$1') }).toEqual({
      code: 2,
      out: golden.replaceAll(LAWS, '$1'),
      err: 'mayday: 1 of 2 scenario files is broken; nothing was run\n',
    })
    expect(said.out).toMatch(/\.yaml:\d+:\d+ /)
  })

  test('as a document, too', { timeout: PATIENCE }, async () => {
    const { code, out } = await mayday(['run', `${folder}/07-unknown-fault.yaml`, '--json'], {
      env,
    })
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({
      exitCode: 2,
      problems: [
        { line: 5, column: 9 },
        { line: 8, column: 13 },
      ],
    })
  })

  test('check says the same', { timeout: PATIENCE }, async () => {
    const { code, out } = await mayday(['check', `${folder}/07-unknown-fault.yaml`], { env })
    expect({ code, out }).toEqual({
      code: 2,
      out: readFileSync(`${ROOT}/${folder}/07-unknown-fault.txt`, 'utf8'),
    })
  })
})

describe('what is wrong with the arguments is said in a sentence', () => {
  const cases: readonly (readonly [words: string, said: RegExp])[] = [
    ['rnu', /^mayday: there is no command rnu\n +did you mean run\?\n$/],
    ['frobnicate', /^mayday: there is no command frobnicate\n +there are run, replay, check, list/],
    ['run --sed 3', /^mayday: there is no flag --sed\n +did you mean --seed\?\n$/],
    ['run --limitsteps 3', /there is no flag --limitsteps\n +did you mean --limit-steps\?\n$/],
    ['run --wombat', /^mayday: there is no flag --wombat\n +mayday <command> --help/],
    ['run --runs 0', /^mayday: --runs takes a whole number from 1\n$/],
    ['run --runs many', /^mayday: --runs takes a whole number from 1\n$/],
    [
      'run --seed a/b',
      /^mayday: --seed a\/b: a seed is made of letters, digits, dots and dashes\n$/,
    ],
    [
      'run --limit-time soon',
      /^mayday: --limit-time soon is no duration; write 250ms, 30s or 10m\n$/,
    ],
    ['run --trace loud', /^mayday: invalid values:\n/],
    ['run -t ( tests/cli/fixtures', /^mayday: -t \( is no regular expression/],
    ['run scenarios/cuonter', /^mayday: there is no scenario at "scenarios\/cuonter"/],
    ['replay', /^mayday: not enough non-option arguments/],
    [
      'replay nothing-1234',
      /^mayday: there is no stored failure nothing-1234\n +mayday list shows/,
    ],
    [`replay ${holds}`, /needs a seed\n +write npx mayday replay .*holds\.yaml --seed/],
  ]
  test.concurrent.for(cases)(
    'mayday %s',
    { timeout: PATIENCE },
    async ([words, said], { expect }) => {
      const { code, out, err } = await mayday(words.split(' '), { env })
      expect(err).toMatch(said)
      expect({ code, out }).toEqual({ code: 2, out: '' })
    },
  )

  test('and in a document where one was promised', { timeout: PATIENCE }, async () => {
    const { code, out } = await mayday(['run', 'nowhere', '--json'], { env })
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ exitCode: 2, error: { code: 'no_such_file' } })
  })
})

describe('help', () => {
  test('is there without any command, and that is a mistake', { timeout: PATIENCE }, async () => {
    const { code, out, err } = await mayday([])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('mayday run [files..]')
  })

  test.each([['--help'], ['run --help'], ['replay --help'], ['check --help'], ['list --help']])(
    'mayday %s',
    { timeout: PATIENCE },
    async (words) => {
      const { code, out } = await mayday(words.split(' '))
      expect(code).toBe(0)
      expect(out).not.toContain('digests')
      if (words !== '--help') expect(out).toContain('Examples:')
    },
  )

  test('--version is that of the package', { timeout: PATIENCE }, async () => {
    const { version } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
      version: string
    }
    expect(await mayday(['--version'])).toMatchObject({ code: 0, out: `${version}\n` })
  })
})

describe('nothing matched', () => {
  test('is exit 4', { timeout: PATIENCE }, async () => {
    const said = await mayday(['run', holds, '-t', 'no such title', '--seed', '7'], { env })
    expect(said.code).toBe(4)
    expect(said.out).toBe(' mayday 0.1.0   seed 7   0 scenarios\n')
    expect(said.err).toContain('no scenario matches')
  })

  test('unless one has said that it may be', { timeout: PATIENCE }, async () => {
    const words = ['run', holds, '-t', 'no such title', '--pass-with-no-tests']
    expect((await mayday(words, { env })).code).toBe(0)
  })

  test('nor does a folder without scenarios', { timeout: PATIENCE }, async () => {
    const empty = project()
    try {
      const { code, err } = await mayday(['run', '.'], { cwd: empty.path })
      expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining('no scenario') })
    } finally {
      empty.remove()
    }
  })
})

describe('the environment', () => {
  test('gives the seed, and a flag beats it', { timeout: PATIENCE }, async () => {
    const seeded = { env: { ...env, MAYDAY_SEED: 'abc', MAYDAY_RUNS: '2' } }
    const said = await mayday(['run', holds], seeded)
    expect(said.out).toContain(' seed abc ')
    expect(said.out).toContain('--seed abc --runs 2\n')
    expect((await mayday(['run', holds, '--seed', 'x'], seeded)).out).toContain(' seed x ')
  })

  test('may be empty', { timeout: PATIENCE }, async () => {
    const said = await mayday(['run', holds], { env: { ...env, MAYDAY_SEED: '', MAYDAY_RUNS: '' } })
    expect(said.out).toMatch(/ seed [0-9a-f]{8} /)
  })

  test('is warned of a name that means nothing', { timeout: PATIENCE }, async () => {
    const said = await mayday(['run', holds, '--runs', '1'], { env: { ...env, MAYDAY_SEDE: '1' } })
    expect(said.err).toBe('MAYDAY_SEDE means nothing to mayday; did you mean MAYDAY_SEED?\n')
    expect(said.code).toBe(0)
  })

  test('is refused a number of runs that is none', { timeout: PATIENCE }, async () => {
    const said = await mayday(['run', holds], { env: { ...env, MAYDAY_RUNS: 'many' } })
    expect(said).toMatchObject({ code: 2, err: expect.stringContaining('MAYDAY_RUNS=many') })
  })
})

test('flags may stand without their numbers', { timeout: PATIENCE }, async () => {
  const fails = 'tests/cli/fixtures/fails.yaml'
  const bail = await mayday(['run', '--bail', fails, holds], { env })
  expect(bail.code).toBe(1)
  expect(bail.out).toContain('1 not tried to the end (2)')
  const check = await mayday(['check', '--determinism', holds], { env })
  expect(check.out).toContain('20 seeds gave the same hash three times')
})

describe('check --determinism', () => {
  test('shows both sides of a difference, and is exit 3', { timeout: PATIENCE }, async () => {
    const leaky = 'tests/cli/fixtures/leaky.yaml'
    const { code, out } = await mayday(['check', leaky, '--determinism', '3'], { env })
    expect(code).toBe(3)
    await expect(masked(out)).toMatchFileSnapshot('./golden/check-leaky.txt')
  })

  test('finds what only a fresh process tells apart', { timeout: PATIENCE }, async () => {
    const once = 'tests/cli/fixtures/once.yaml'
    const { code, out } = await mayday(['check', once, '--determinism', '3'], { env })
    expect(out).toContain('ran differently in a fresh process')
    expect(code).toBe(3)
  })
})
