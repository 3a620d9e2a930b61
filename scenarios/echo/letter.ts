import { isPid, type Pid, type Ref } from 'mayday/process'

/**
 * What travels between an echo and those who call out to it: shapes and the guards that know them.
 */

/** A message, and who is to hear it again. */
export interface Letter {
  readonly from: Pid
  readonly message: unknown
}

/** A word with a mark on it, by which its echo is known among all other messages. */
export interface Marked {
  readonly mark: Ref
  readonly word: string
}

export function isLetter(given: unknown): given is Letter {
  return isRecord(given) && isPid(given['from']) && 'message' in given
}

/** Accepts the word that carries this mark, and nothing else. */
export function hasMark(mark: Ref): (given: unknown) => given is Marked {
  return (given): given is Marked => isRecord(given) && given['mark'] === mark
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null
}
