import { Code, Operation } from '../machine/index.ts'
import type { AnyPid, Name, Pid } from '../record/index.ts'

/** A registered name as a typed address. */
export function name<Message = unknown>(text: string): Name<Message> {
  return { kind: 'name', name: text }
}

/** Gives a process a name (erlang:register/2); raises `badarg` when either is taken. */
export function register(as: Name<never> | string, pid: AnyPid): Operation<true> {
  return new Operation(Code.register, as, pid)
}

/** Takes a name away (erlang:unregister/1); raises `badarg` when nobody has it. */
export function unregister(as: Name<never> | string): Operation<true> {
  return new Operation(Code.unregister, as)
}

/** The process that has the name (erlang:whereis/1). */
export function whereis<Message = unknown>(
  of: Name<Message> | string,
): Operation<Pid<Message> | undefined> {
  return new Operation(Code.whereis, of)
}

/** All registered names, in order of registration (erlang:registered/0). */
export function registered(): Operation<string[]> {
  return new Operation(Code.registered)
}
