// The same seed gives the same run: in one process a second time, when everything is warm and module
// state could have been left behind, and in a fresh process, whose memory lies elsewhere.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import { digests } from './digests.ts'

const SEEDS = 1000

async function digestsElsewhere(): Promise<readonly string[]> {
  const jiti = fileURLToPath(import.meta.resolve('jiti/register'))
  const program = fileURLToPath(new URL('digests.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', jiti, program, String(SEEDS)],
    { maxBuffer: 1 << 24 },
  )
  return JSON.parse(stdout) as readonly string[]
}

test(
  'a thousand seeds give the same digests twice here and twice elsewhere',
  { timeout: 120_000 },
  async () => {
    const elsewhere = digestsElsewhere()
    const again = elsewhere.then(() => digestsElsewhere())
    const first = digests(SEEDS)
    expect(digests(SEEDS)).toEqual(first)
    expect(await elsewhere).toEqual(first)
    expect(await again).toEqual(first)
    // Different seeds are different runs, or the test would say nothing.
    const runs = new Set(first.map((each) => each.split(' ').at(-1)))
    expect(runs.size).toBeGreaterThan(0.99 * 2 * SEEDS)
  },
)
