import { Code, Operation } from '../machine/index.ts'
import type { Name, Pid, Ref } from '../record/index.ts'

/**
 * Sends a message (`!`); answers the message. To a dead process or alias it is lost; to a name that
 * nobody has it raises `badarg`.
 */
export function send<Message>(
  to: Pid<Message> | Name<Message> | Ref | string,
  message: Message,
): Operation<Message> {
  return new Operation(Code.send, to, message)
}

/** An alias of the caller (erlang:alias/1): messages sent to it arrive until it is given up. */
export function alias(mode: 'explicit_unalias' | 'reply' = 'explicit_unalias'): Operation<Ref> {
  return new Operation(Code.alias, mode)
}

/** Gives an alias up (erlang:unalias/1); answers whether it was active. */
export function unalias(ref: Ref): Operation<boolean> {
  return new Operation(Code.unalias, ref)
}
