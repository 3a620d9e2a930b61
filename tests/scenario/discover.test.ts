import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterAll, describe, expect, test } from 'vitest'

import { UsageError } from '../../src/base/index.ts'
import { discover } from '../../src/scenario/index.ts'

const cwd = mkdtempSync(join(tmpdir(), 'mayday-discover-'))
for (const file of [
  'scenarios/pooly/crash.yaml',
  'scenarios/pooly/b.yml',
  'scenarios/pooly/pool.ts',
  'scenarios/echo/late.scenario.ts',
  'scenarios/node_modules/x/y.yaml',
  'scenarios/.hidden/z.yaml',
  'scenarios/.z.yaml',
  'elsewhere/deep/down/a.yaml',
  'elsewhere/notes.txt',
]) {
  mkdirSync(dirname(join(cwd, file)), { recursive: true })
  writeFileSync(join(cwd, file), '')
}
afterAll(() => rmSync(cwd, { recursive: true }))

describe('scenarios', () => {
  test('without a word all under scenarios/ are meant, in the order of their paths', () => {
    expect(discover([], cwd)).toEqual([
      'scenarios/echo/late.scenario.ts',
      'scenarios/pooly/b.yml',
      'scenarios/pooly/crash.yaml',
    ])
  })

  test('a folder means all below it, a file itself, and each comes once', () => {
    expect(
      discover(
        [
          'elsewhere',
          './scenarios/pooly/',
          join(cwd, 'scenarios/pooly/b.yml'),
          'elsewhere/notes.txt',
        ],
        cwd,
      ),
    ).toEqual([
      'elsewhere/deep/down/a.yaml',
      'elsewhere/notes.txt',
      'scenarios/pooly/b.yml',
      'scenarios/pooly/crash.yaml',
    ])
  })

  test('any other word means what has it in its path', () => {
    expect(discover(['late'], cwd)).toEqual(['scenarios/echo/late.scenario.ts'])
  })

  test('a word that means nothing is a mistake, and what was meant is said', () => {
    const wrong = (): unknown => discover(['scenarios/pooly/crsh.yaml', 'late'], cwd)
    expect(wrong).toThrow(UsageError)
    expect(wrong).toThrow(
      'there is no scenario at "scenarios/pooly/crsh.yaml": did you mean scenarios/pooly/crash.yaml?',
    )
  })

  test('where there are none there are none', () => {
    expect(discover([], join(cwd, 'elsewhere'))).toEqual([])
    expect(() => discover(['x'], join(cwd, 'elsewhere'))).toThrow('there are no scenario files')
  })
})
