import type { Body } from 'mayday/process'
import type { Command } from './arithmetic.ts'
import { start, tell } from './by-hand.ts'
import { Desk } from './calculator.ts'

/**
 * Two calculators, one made by hand and one under a supervisor. The one made by hand is pressed from
 * here; the other is called `calculator`, and is the workload's.
 */
export function* system({ initial = 0, commands = [] }: Options = {}): Body {
  yield* Desk.start(initial)
  const byHand = yield* start(initial)
  for (const command of commands) yield* tell(byHand, command)
}

interface Options {
  readonly initial?: number
  /** Keys pressed on the calculator that was made by hand. */
  readonly commands?: readonly Command[]
}
