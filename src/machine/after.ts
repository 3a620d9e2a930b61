import type { Core } from './core.ts'

/** Carries out what faults have asked for, and what that sets off in turn. */
export function settle(core: Core): void {
  while (core.after.length > 0) core.after.shift()!()
}
