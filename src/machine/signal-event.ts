import type { SignalKind } from '../record/index.ts'
import type { Core } from './core.ts'
import type { Process } from './process.ts'
import { Signal } from './signal.ts'

/** What the trace says of signals. Only called when somebody watches. */

export function noteSending(
  core: Core,
  from: Process,
  to: Process,
  item: unknown,
  id: number,
): void {
  core.watch!({
    kind: 'send',
    signal: id,
    type: kindOf(item),
    from: from.pid,
    to: to.pid,
    content: contentOf(item),
    step: core.step,
    time: core.clock.now,
  })
}

export function noteArrival(
  core: Core,
  from: Process,
  to: Process,
  item: unknown,
  id: number,
): void {
  core.watch!({
    kind: 'arrive',
    signal: id,
    type: kindOf(item),
    from: from.pid,
    to: to.pid,
    content: contentOf(item),
    dropped: to.status === 'dead' || isClosedAlias(to, item),
    step: core.step,
    time: core.clock.now,
  })
}

function isClosedAlias(to: Process, item: unknown): boolean {
  if (!(item instanceof Signal) || item.type !== 'alias') return false
  const alias = to.monitors?.get(item.ref!)?.alias ?? null
  return alias === null && !(to.aliases?.has(item.ref!) ?? false)
}

function kindOf(item: unknown): SignalKind {
  if (!(item instanceof Signal)) return 'message'
  switch (item.type) {
    case 'link_exit':
      return 'exit'
    case 'alias':
      return 'message'
    case 'unlink_ack':
      return 'unlink'
    default:
      return item.type
  }
}

function contentOf(item: unknown): unknown {
  return item instanceof Signal ? (item.content ?? item.ref) : item
}
