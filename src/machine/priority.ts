import { format } from '../base/index.ts'
import { ErlangError } from '../record/index.ts'
import type { Process } from './process.ts'

/**
 * The priorities of Erlang's scheduler. Ours has no use for them: which of the ready processes goes
 * on is for the strategy to say, so a priority is remembered and told, and changes nothing.
 */
export type Priority = 'low' | 'normal' | 'high' | 'max'

const PRIORITIES: readonly unknown[] = ['low', 'normal', 'high', 'max']

export function isPriority(given: unknown): given is Priority {
  return PRIORITIES.includes(given)
}

/** The priority that an operation was given; anything else is `badarg`. */
export function priorityOf(operation: string, given: unknown): Priority {
  if (isPriority(given)) return given
  const takes = 'the priorities low, normal, high and max'
  throw new ErlangError('badarg', `${operation} takes ${takes}, not ${format(given)}`)
}

/** erlang:process_flag/2 but for `trap_exit`, which is a word of its own; answers the old value. */
export function setFlag(process: Process, flag: unknown, value: unknown): Priority {
  if (flag !== 'priority') {
    const hint = flag === 'trap_exit' ? '; write trapExit' : ''
    throw new ErlangError('badarg', `processFlag knows priority, not ${format(flag)}${hint}`)
  }
  const old = process.priority ?? 'normal'
  process.priority = priorityOf('processFlag', value)
  return old
}
