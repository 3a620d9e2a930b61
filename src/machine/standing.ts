import { mix } from '../base/index.ts'
import { isPid, type AnyPid } from '../record/index.ts'
import type { Delivery } from './core.ts'
import { Code, type Operation } from './operation.ts'
import type { Process } from './process.ts'

/**
 * Where a process stands, by the operation it has just performed: a spawn by the child's name, a
 * sending by its place on the edge, a receive by its number. Decisions about the process's next step
 * are drawn by this name, so that an operation added to its body renames no others.
 */
export function standing(
  delivery: Delivery,
  process: Process,
  operation: Operation<unknown>,
): number {
  const { code } = operation
  if (code === Code.receive) return mix(code, ++process.receives)
  // In instant delivery there are channels only while a fault delays or holds signals: what decisions
  // are called must not depend on whether one might.
  if (code === Code.send && delivery !== 'instant') {
    const { channel } = process
    if (channel !== null && channel.to.pid === operation.a) {
      return mix(channel.hash, channel.count + channel.size)
    }
  }
  if (code === Code.spawn) return mix(code, pidIn(process.answer)?.hash ?? 0)
  return mix(code, ++process.others)
}

/** The child that spawn has answered, alone or beside its monitor. */
function pidIn(answer: unknown): AnyPid | null {
  if (isPid(answer)) return answer
  const pid = (answer as { readonly pid?: unknown } | undefined)?.pid
  return isPid(pid) ? pid : null
}
