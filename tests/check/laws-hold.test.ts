// A law that cries wolf is worse than none. Here are systems that are right, under the random walk and
// with processes killed at random moments: the laws must have nothing to say about any of them.

import { expect, test } from 'vitest'
import { laws } from '../../src/check/index.ts'
import { complaints, judged } from './judged.ts'
import { drawnTree } from './drawn-tree.ts'

const TREES = 200

/** Some trees never come to rest: their children end and are restarted for ever. */
const UNTIL = 8000

/** Seconds on a busy machine; about one on a quiet one. */
const PATIENCE = { timeout: 120_000 }

test.each([
  ['without a fault', 0],
  ['with a kill every 60 steps or so', 60],
  ['with a kill every 300 steps or so', 300],
])(`the laws hold in ${TREES} trees %s`, PATIENCE, (_when, killEvery) => {
  const found: string[] = []
  for (let k = 0; k < TREES; k++) {
    const system = drawnTree(k)
    found.push(
      ...complaints(system, { seeds: 1, killEvery, until: UNTIL }).map(
        (line) => `tree ${k} ${line}`,
      ),
    )
  }
  expect(found).toEqual([])
})

test('the laws hold when a run is cut short in the middle', PATIENCE, () => {
  for (let k = 0; k < TREES; k++) {
    const { findings } = judged(drawnTree(k), { seed: `cut.${k}`, killEvery: 300, until: 10 * k })
    expect(findings.filter((each) => each.verdict !== 'holds')).toEqual([])
  }
})

test('in these trees every law is judged often', PATIENCE, () => {
  const times = new Map<string, number>(laws.map((each) => [each.name, 0]))
  for (let k = 0; k < TREES; k++) {
    for (const { property, judged: n } of judged(drawnTree(k), { seed: `often.${k}`, until: UNTIL })
      .findings) {
      times.set(property, times.get(property)! + (n ?? 0))
    }
  }
  for (const [name, n] of times) expect(n, name).toBeGreaterThan(name === 'auto_shutdown' ? 5 : 50)
})
