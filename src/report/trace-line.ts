import { format, unreachable } from '../base/index.ts'
import { formatReason, nameOf, type AnyPid, type TraceEvent } from '../record/index.ts'

/** One event in one line: step, time, process, what happened. */
export function traceLine(event: TraceEvent): string {
  const when = `${String(event.step).padStart(6)} ${`${event.time}ms`.padStart(9)}`
  return `${when}  ${words(event)}`
}

function words(event: TraceEvent): string {
  switch (event.kind) {
    case 'spawn':
      return `${name(event.parent)} spawns ${name(event.pid)}${event.link ? ', linked' : ''}`
    case 'exit':
      return `${name(event.pid)} ends: ${formatReason(event.reason)}`
    case 'send':
      return `${name(event.from)} → ${name(event.to)} ${signal(event)}`
    case 'arrive': {
      const how = event.dropped ? ' (nobody there)' : ''
      return `${name(event.to)} ← ${name(event.from)} ${signal(event)}${how}`
    }
    case 'receive':
      return `${name(event.pid)} takes ${format(event.message)}`
    case 'link':
    case 'unlink':
      return `${name(event.pid)} ${event.kind}s ${name(event.other)}`
    case 'monitor':
      return `${name(event.pid)} monitors ${format(event.target)} as ${format(event.ref)}`
    case 'demonitor':
      return `${name(event.pid)} demonitors ${format(event.ref)}`
    case 'register':
      return `${name(event.pid)} is registered as ${event.name}`
    case 'unregister':
      return `${name(event.pid)} is no longer ${event.name}`
    case 'timer_started':
      return `${name(event.pid)} starts timer ${format(event.ref)}, due at ${event.due}ms`
    case 'timer_cancelled':
      return `${name(event.pid)} cancels timer ${format(event.ref)}`
    case 'timer_fired':
      return `timer ${format(event.ref)} fires`
    case 'tick':
      return `time passes from ${event.from}ms${event.early ? ', early' : ''}`
    case 'note':
      return `${name(event.pid)} · ${format(event.note)}`
    case 'fault':
      return `⚡ ${format(event.detail)}`
    default:
      return unreachable(event)
  }
}

function signal({ type, content }: Extract<TraceEvent, { kind: 'send' | 'arrive' }>): string {
  return type === 'message' ? format(content) : `${type} ${format(content)}`
}

function name(pid: AnyPid | null): string {
  return pid === null ? 'the outside' : nameOf(pid)
}
