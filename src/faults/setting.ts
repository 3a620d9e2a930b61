import type { Alarms } from './alarms.ts'
import type { Budget } from './budget.ts'
import type { OwnSteps } from './own-steps.ts'
import type { Roster } from './roster.ts'
import type { Striker } from './striker.ts'

/** What the faults of one run share. */
export interface Setting {
  readonly steps: OwnSteps
  readonly striker: Striker
  readonly roster: Roster
  readonly alarms: Alarms
  readonly budget: Budget
  /** Does something when the present step of the machine is over, or at the present point of a process. */
  readonly soon: (action: () => void) => void
}
