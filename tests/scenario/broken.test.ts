import { readdirSync, readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { formatProblems, parseScenario } from '../../src/scenario/index.ts'
import { laws } from './sample.ts'

// Each broken file beside what users are told of it: all its mistakes at once, in the order of the text.
describe('a broken scenario file', () => {
  const folder = new URL('./broken/', import.meta.url)
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

  test('comes in thirty kinds at least', () => {
    expect(files.length).toBeGreaterThanOrEqual(30)
  })

  test.each(files)('%s', async (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const result = parseScenario(text, `tests/scenario/broken/${name}`, { laws })
    const told = result.kind === 'parsed' ? 'nothing is wrong' : formatProblems(result.problems)
    expect(result.kind).toBe('broken')
    await expect(`${told}\n`).toMatchFileSnapshot(`./broken/${name.replace('.yaml', '.txt')}`)
  })
})
