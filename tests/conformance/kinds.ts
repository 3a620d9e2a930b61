// Which kinds of cases we can carry out, and by what.

import type { Case, CaseResult, Kind } from './case-file.ts'
import type { Failure } from './compare.ts'
import { runGenServerCase } from './gen-server-cases.ts'
import { runProcessCase } from './process-cases.ts'
import { runSupervisorCase } from './supervisor-cases.ts'
import type { Mode } from './world.ts'

const runners: { readonly [K in Kind]?: (given: Case, mode: Mode) => CaseResult } = {
  process: runProcessCase,
  registry: runProcessCase,
  timer: runProcessCase,
  gen_server: runGenServerCase,
  supervisor: runSupervisorCase,
}

export function isSupported(kind: Kind): boolean {
  return runners[kind] !== undefined
}

/** Carries the case out. Whatever goes wrong with that is the case's failure, and nobody else's. */
export function runCase(given: Case, mode: Mode): CaseResult | Failure {
  const { name, kind } = given
  const run = runners[kind]
  if (run === undefined) return { name, error: `kind ${kind} is not supported yet` }
  try {
    return run(given, mode)
  } catch (error) {
    return {
      name,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    }
  }
}
