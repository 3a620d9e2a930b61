import { Code, Operation, type MistakeCode } from '../machine/index.ts'
import type { Note } from '../record/index.ts'

/**
 * The words by which a behaviour shows what it does. Properties and reports read what is shown; the
 * laws judge by what the machine saw.
 */

/** Puts a note into the trace. */
export function note(content: Note): Operation<void> {
  return new Operation(Code.note, content)
}

/** Shows the behaviour's state, which becomes read-only by that. */
export function publish(state: unknown): Operation<void> {
  return new Operation(Code.publish, state)
}

/**
 * Says that a callback of the user's is about to run, with which request. This is where a `crash`
 * fault strikes: the operation then throws, as the callback's own code would.
 */
export function callback(which: string, tag: string): Operation<void> {
  return new Operation(Code.callback, which, tag)
}

/** A labelled point in user code: faults may be placed there, and reports show it. */
export function point(label: string, data?: unknown): Operation<void> {
  return new Operation(Code.note, { kind: 'user', label, data } satisfies Note)
}

/** Ends the run: the user has made a mistake that no simulated process should see as an exit reason. */
export function misuse(code: MistakeCode, message: string, hint: string): Operation<never> {
  return new Operation(Code.misuse, code, message, hint)
}
