import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What `bench/beam/mayday_bench.erl` can measure. */
export type BeamBench = 'ring' | 'calls' | 'spawns' | 'idle_processes' | 'idle_servers'

/** Real Erlang with one scheduler, when it is installed: each measurement is a run of its own. */
export interface Beam {
  /** Operations per second (`count` of them), or bytes per process (of `n`). */
  readonly measure: (bench: BeamBench, n: number, count: number) => number
  readonly remove: () => void
}

/** Compiles the Erlang side into a folder of its own; null when there is no Erlang on the PATH. */
export function findBeam(): Beam | null {
  const folder = mkdtempSync(join(tmpdir(), 'mayday-beam-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const compiled = spawnSync('erlc', ['-o', folder, source()], { encoding: 'utf8' })
  if (compiled.status !== 0) {
    remove()
    if (compiled.error !== undefined) return null
    throw new Error(`erlc failed: ${compiled.stdout}${compiled.stderr}`)
  }
  return { measure: (bench, n, count) => measure(folder, bench, n, count), remove }
}

function measure(folder: string, bench: BeamBench, n: number, count: number): number {
  const flags = ['+S', '1', '+P', '1000000', '-noshell', '-pa', folder]
  const call = ['-run', 'mayday_bench', 'main', bench, String(n), String(count)]
  const run = spawnSync('erl', [...flags, ...call], { encoding: 'utf8' })
  const figure = Number(run.stdout?.trim())
  if (run.status !== 0 || !(figure > 0)) {
    throw new Error(`erl failed on ${bench}: ${String(run.error ?? run.stdout + run.stderr)}`)
  }
  return figure
}

/** The Erlang file is not compiled into build/ with the rest: it is looked for from here upwards. */
function source(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'bench', 'beam', 'mayday_bench.erl')
    if (existsSync(file)) return file
    if (folder === dirname(folder)) throw new Error('bench/beam/mayday_bench.erl is missing')
  }
}
