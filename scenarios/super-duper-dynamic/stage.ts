import {
  child,
  deleteChild,
  restartChild,
  startChild,
  supervisor,
  terminateChild,
  type AdminResult,
  type StartChildResult,
} from 'mayday/otp'
import { exit, name, whereis, type Body, type Performable } from 'mayday/process'
import { Actor } from '../super-duper/actor.ts'

/** A stage that is empty at first: characters come and go while the show is on. */
export const Stage = supervisor('Stage', { maxRestarts: 10, maxSeconds: 5 })

export const stage = name<never>('stage')

/** Puts a character on the stage. */
export function addCharacter(name: string): Performable<StartChildResult> {
  return startChild(stage, child(Actor, { name, args: [name] }))
}

/** Sends a character off; it keeps its place in the cast, and may be brought back. */
export function sendOff(name: string): Performable<AdminResult> {
  return terminateChild(stage, name)
}

export function bringBack(name: string): Performable<StartChildResult> {
  return restartChild(stage, name)
}

/** Takes a character off the stage and out of the cast: it is never seen again. */
export function* removeCharacter(name: string): Body<AdminResult> {
  const gone = yield* terminateChild(stage, name)
  return gone === 'ok' ? yield* deleteChild(stage, name) : gone
}

/** As if the character alone were what keeps it there. It is its supervisor, who starts it again. */
export function* shootCharacter(name: string): Body<AdminResult> {
  const actor = yield* whereis<never>(name)
  if (actor === undefined) return { error: 'not_found' }
  yield* exit(actor, 'kill')
  return 'ok'
}
