// The scenarios that come with the project, as `npm start` runs them.
//
// Goal: every planted bug is found, and every replay line that is printed for one shows the very same
// run in a new process.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { hashIn, mayday, temporaryFolder, type Said } from './mayday.ts'

const reports = temporaryFolder()
afterAll(() => reports.remove())

const env = { MAYDAY_REPORT_DIR: reports.path }
const PATIENCE = 900_000

interface Document {
  readonly scenarios: readonly {
    readonly title: string
    readonly expect: { readonly kind: string; readonly name?: string }
    readonly met: boolean
    readonly verdict: string
    readonly reason: string | null
    readonly runs: number
    readonly counterexamples: readonly {
      readonly property: string
      readonly replay: string
      readonly hash: string
    }[]
  }[]
}

describe('the shipped scenarios', () => {
  const found: { said?: Said } = {}
  const document = (): Document => JSON.parse(found.said!.out) as Document

  beforeAll(async () => {
    found.said = await mayday(['run', '--json', '--seed', '1', '--runs', '500'], { env })
  }, PATIENCE)

  test('come out as their files say', () => {
    const surprises = document().scenarios.filter(({ met }) => !met)
    expect(surprises.map(({ title, verdict, reason }) => [title, verdict, reason])).toEqual([])
    expect(found.said!.code).toBe(0)
  })

  test(
    'hold at least six planted bugs, each found within 500 runs and replayed',
    { timeout: PATIENCE },
    async () => {
      const planted = document().scenarios.filter(({ expect: wanted }) => wanted.kind !== 'holds')
      expect(planted.length).toBeGreaterThanOrEqual(6)
      for (const { runs, counterexamples, expect: wanted } of planted) {
        expect(runs).toBeLessThanOrEqual(500)
        const example = counterexamples.find(({ property }) => property === wanted.name)!
        const words = example.replay.replace(/^npx mayday /, '').split(' ')
        const { code, out } = await mayday(words, { env })
        expect({ code, hash: hashIn(out) }).toEqual({ code: 1, hash: example.hash })
        expect(out).toContain('✗ reproduced')
      }
    },
  )
})
