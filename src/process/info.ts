import { Code, Operation, type ProcessInfo } from '../machine/index.ts'
import type { AnyPid } from '../record/index.ts'

/** Whether a process is alive, everything sent to it before having arrived (erlang:is_process_alive/1). */
export function isAlive(pid: AnyPid): Operation<boolean> {
  return new Operation(Code.isAlive, pid)
}

/** What is known of a living process (erlang:process_info/1); undefined when it is dead. */
export function processInfo(pid: AnyPid): Operation<ProcessInfo | undefined> {
  return new Operation(Code.processInfo, pid)
}

/**
 * Says what the caller is, for people and tools (proc_lib:set_label/1, OTP 27): any term, which need not
 * be unique. Not the label that names a path.
 */
export function setLabel(label: unknown): Operation<'ok'> {
  return new Operation(Code.setLabel, label)
}

/** What a process has called itself (proc_lib:get_label/1, OTP 27); undefined when it has not, or is dead. */
export function getLabel(pid: AnyPid): Operation<unknown> {
  return new Operation(Code.getLabel, pid)
}

/** All living processes, in order of creation (erlang:processes/0). */
export function processes(): Operation<AnyPid[]> {
  return new Operation(Code.processes)
}
