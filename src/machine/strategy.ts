import type { AnyCandidate } from './candidate.ts'
import type { Enabled } from './enabled.ts'

/**
 * Who decides what comes next: the one door through which a schedule enters the machine. `choose`
 * is called at every step with at least one candidate enabled or a timer waiting; it answers with a
 * candidate, or with `tick` to let time pass to the next timer although something is ready.
 */
export interface Strategy {
  readonly name: string
  begin(run: RunStart): void
  choose(enabled: Enabled): AnyCandidate | 'tick'
  end(steps: number): void
}

export interface RunStart {
  readonly seed: string
}
