import { expect, test } from 'vitest'
import { points } from 'mayday/check'
import { check } from 'mayday/explore'
import { point, type Body } from 'mayday/process'

const rising = points<number>('the counter rises', 'counted', () => {
  let before = -1
  return (value) => {
    const rises = value > before
    before = value
    return rises || `${value} came after ${value + 1}`
  }
})

function counting(...values: readonly number[]): () => Body {
  return function* system(): Body {
    yield* point('elsewhere', 'nobody looks at this')
    for (const value of values) yield* point('counted', value)
  }
}

test('a property of points judges each of them, with what it has seen before', () => {
  expect(check({ system: counting(1, 2, 3), properties: [rising], runs: 5 }).verdict).toBe('holds')
  const [example] = check({ system: counting(1, 0), properties: [rising], runs: 5 }).counterexamples
  expect(example!.violation).toMatchObject({
    property: 'the counter rises',
    subject: '/',
    message: '0 came after 1',
  })
})

test('a run that never comes to the point is no pass', () => {
  const report = check({ system: counting(), properties: [rising], runs: 5 })
  expect(report).toMatchObject({ verdict: 'unknown' })
})
