// The bench is a program that people run by hand, so nobody would notice that it has stopped working.
// Goal: it runs, and --json is data. Method: once, with tiny sizes; how fast anything was is not judged.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

test('npm run bench -- --json prints one array of figures, each with its ratio to a peer', () => {
  const bench = ['scripts/run-ts.mjs', 'bench/run.ts', '--json', '--quick']
  const { status, stdout, stderr } = spawnSync(process.execPath, bench, {
    cwd: root,
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
  const rows = JSON.parse(stdout) as Record<string, unknown>[]
  for (const row of rows) {
    expect(row).toEqual({
      name: expect.any(String),
      value: expect.any(Number),
      unit: expect.stringMatching(/^(messages|calls|processes|runs)\/s$|^bytes$/),
      ratio: expect.any(Number),
      against: expect.stringMatching(/^bare loop$|^BEAM \+S 1$/),
    })
    expect(row['value']).toBeGreaterThan(0)
    expect(row['ratio']).toBeGreaterThan(0)
  }
  const names = new Set(rows.map((row) => row['name']))
  for (const work of ['ring of 1,000', 'gen_server calls', 'seeds of 1,000 steps']) {
    for (const how of ['ordered_pairs', 'instant', 'bare loop']) {
      expect(names).toContain(`${work}, ${how}`)
    }
  }
}, 120_000)
