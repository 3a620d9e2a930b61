import { readdirSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { check } from 'mayday/explore'
import { formatProblems, loadScenario, type LoadedScenario } from 'mayday/scenario'

const folder = 'tests/scenario/fixtures/load'

async function load(name: string): Promise<LoadedScenario> {
  const loaded = await loadScenario(`${folder}/${name}`)
  if (loaded.kind === 'broken') throw new Error(formatProblems(loaded.problems))
  return loaded
}

const sound = ['good.yaml', 'good.scenario.ts', 'known-end.yaml']
/** What is said of it is the loader's business. */
const elsewhere = ['imports-nothing.yaml']

// Each file beside what users are told of it, at its place in the file. Nothing of it has been run.
describe('a scenario whose modules are not what it says', () => {
  const files = readdirSync(folder)
    .filter(
      (name) => /\.(yaml|scenario\.ts)$/.test(name) && ![...sound, ...elsewhere].includes(name),
    )
    .sort((a, b) => (a < b ? -1 : 1))

  test.each(files)('%s', async (name) => {
    const loaded = await loadScenario(`${folder}/${name}`)
    const told = loaded.kind === 'loaded' ? 'nothing is wrong' : formatProblems(loaded.problems)
    expect(loaded.kind).toBe('broken')
    await expect(`${told}\n`).toMatchFileSnapshot(`./fixtures/load/${name}.txt`)
  })
})

test('a file that is not there is a problem as any other', async () => {
  const loaded = await loadScenario(`${folder}/nowhere.yaml`)
  expect(loaded).toMatchObject({ kind: 'broken', problems: [{ line: 1, column: 1, excerpt: '' }] })
})

test('a module that imports what there is not says what, and nothing of this machine', async () => {
  const loaded = await loadScenario(`${folder}/imports-nothing.yaml`)
  if (loaded.kind === 'loaded') throw new Error('it is loaded')
  const [problem] = loaded.problems
  expect(problem).toMatchObject({ line: 2, column: 19, path: 'system.module' })
  expect(problem!.message).toMatch(/^the module cannot be loaded: .*nowhere\.ts/)
  expect(problem!.message).not.toContain(process.cwd())
})

test('a sound file becomes an experiment', async () => {
  const loaded = await load('good.yaml')
  expect(loaded.file).toBe(`${folder}/good.yaml`)
  expect(loaded.experiment).toMatchObject({ runs: 3, expected: 'the door is open', laws: 'all' })
  expect(loaded.experiment.properties?.map(({ name }) => name)).toEqual([
    'always alive /shop >= 1',
    'the till is empty',
    'the door is open',
  ])
})

test('what is judged in every run may be expected', async () => {
  expect((await load('known-end.yaml')).experiment.expected).toBe('system_ends')
})

test('a scenario in TypeScript loads as one in YAML, and is checked', async () => {
  const loaded = await load('good.scenario.ts')
  expect(loaded.scenario.title).toBe('all is well in TypeScript')
  expect(check(loaded.experiment).verdict).toBe('holds')
})

test('the id depends on the file and the title, and on nothing else', async () => {
  const [once, again] = [await load('good.yaml'), await load(`../load/./good.yaml`)]
  expect(again.id).toBe(once.id)
  expect(once.id).toMatch(/^tests-scenario-fixtures-load-good-[0-9a-f]{4}$/)
  expect((await load('known-end.yaml')).id).not.toBe(once.id)
})
