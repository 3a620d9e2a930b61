import { spawnSync } from 'node:child_process'
import { InternalError } from '../base/index.ts'

/** The hashes that the same seeds give in a process that has run nothing before. */
export function digestsInFreshProcess(
  file: string,
  root: string,
  seeds: number,
): readonly string[] {
  return answerOf(['digests', file, '--seed', root, '--count', String(seeds)])
}

/** The events of one run, a line each, in a process that has run nothing before. */
export function eventsInFreshProcess(file: string, seed: string): readonly string[] {
  return answerOf(['events', file, '--seed', seed])
}

function answerOf(args: readonly string[]): readonly string[] {
  const main = process.argv[1]!
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  })
  if (status !== 0) throw new InternalError(`the fresh process failed: ${stderr}`)
  return JSON.parse(stdout) as readonly string[]
}
