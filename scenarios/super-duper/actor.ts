import { call, cast, genServer, named, noreply, reply, stop, type RefTo } from 'mayday/otp'
import type { Performable, Reason } from 'mayday/process'
import { enter, remember, spoken } from './character.ts'

/** Plays a character: says what it is told to, and dies as it is told to. */
export const Actor = genServer('Actor', {
  init: (name: string) => enter(name),
  handleCall: {
    say: (character, line: string) => reply(spoken(character, line), remember(character, line)),
  },
  handleCast: {
    mumble: (character, line: string) => noreply(remember(character, line)),
    die: (character, reason: Reason) => stop(reason, character),
  },
})

/** The actor who plays the character of that name, whoever it is just now. */
export function actor(name: string): RefTo<typeof Actor> {
  return named(Actor, name)
}

export function say(name: string, line: string): Performable<string> {
  return call(actor(name), 'say', line)
}

export function die(name: string, reason: Reason): Performable<'ok'> {
  return cast(actor(name), 'die', reason)
}
