// Each example of the reference is a scenario file, or a section of one, that is read without complaint.

import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { lawNames } from 'mayday/check'
import { formatProblems, parseScenario } from 'mayday/scenario'

import { ROOT } from '../cli/mayday.ts'
import { codeBlocks } from './code-blocks.ts'

const DOCUMENT = 'docs/scenario-files.md'
const HEAD = 'scenario: an example\n'
const SYSTEM = 'system: { module: ./pool.ts }\n'

describe('the examples of the reference of scenario files', () => {
  const examples = codeBlocks(DOCUMENT).filter(({ language }) => language === 'yaml')

  test('are many', () => expect(examples.length).toBeGreaterThanOrEqual(10))

  test.each(examples.map(({ text }) => [text.split('\n').slice(0, 2).join(' '), text]))(
    '%s',
    (_title, text) => {
      const head = text.includes('scenario: ') ? '' : HEAD
      const system = /^system:/m.test(text) ? '' : SYSTEM
      const result = parseScenario(head + system + text, DOCUMENT, { laws: lawNames })
      expect(result.kind === 'broken' ? formatProblems(result.problems) : 'fine').toBe('fine')
    },
  )
})

test('the reference names every word of the vocabulary', () => {
  const schema: unknown = JSON.parse(readFileSync(`${ROOT}/schema/scenario.schema.json`, 'utf8'))
  const text = readFileSync(`${ROOT}/${DOCUMENT}`, 'utf8')
  const words = [...new Set(keysIn(schema))].filter((word) => !OTHERS.has(word))
  expect(words.length).toBeGreaterThan(50)
  expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(text))).toEqual([])
})

/** Words of the schema's own, and a strategy that there is not yet. */
const OTHERS = new Set(['type', 'required', 'additionalProperties', 'pct'])

/** The keys that a JSON schema allows, anywhere in it. */
function keysIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === 'properties' ? Object.keys(value as object) : []),
    ...keysIn(value),
  ])
}
