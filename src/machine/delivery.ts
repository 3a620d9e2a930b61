import { invariant, unreachable } from '../base/index.ts'
import type { Ref } from '../record/index.ts'
import type { Channel } from './channel.ts'
import { dispose, offerChannel } from './channels.ts'
import type { Core } from './core.ts'
import { exitSignal, tellDown } from './exits.ts'
import { arrive } from './mailbox.ts'
import type { Process } from './process.ts'
import { sendSignal } from './send.ts'
import { noteArrival } from './signal-event.ts'
import { Delayed, Signal, type Monitor } from './signal.ts'

/**
 * What a signal does at its receiver, one case per kind of signal. A receiver that has died in the
 * meantime drops messages, and answers links and monitors with `noproc`.
 */
export function deliver(core: Core, from: Process, to: Process, item: unknown, id: number): void {
  if (core.watch !== null) noteArrival(core, from, to, item, id)
  if (!(item instanceof Signal)) {
    if (to.status !== 'dead') arrive(core, to, item, id)
    return
  }
  if (to.status === 'dead') deliverToDead(core, from, to, item)
  else deliverSignal(core, from, to, item, id)
}

function deliverSignal(core: Core, from: Process, to: Process, item: Signal, id: number): void {
  switch (item.type) {
    case 'exit':
      exitSignal(core, to, from.pid, item.content, 'exit')
      return
    case 'link_exit':
      // Only an active link counts. What comes before our unlink is acknowledged speaks of the link that
      // we have undone, even if we have asked for a new one since.
      if (to.unlinking?.has(from) === true) return
      if (to.links?.delete(from) === true) exitSignal(core, to, from.pid, item.content, 'link')
      return
    case 'link':
      // While our unlink is under way, a link that crossed it is the one we have undone.
      if (!(to.unlinking?.has(from) ?? false)) (to.links ??= new Set()).add(from)
      return
    case 'unlink':
      to.links?.delete(from)
      sendSignal(core, to, from, new Signal('unlink_ack', null, null))
      return
    case 'unlink_ack':
      acknowledge(to, from)
      return
    case 'monitor': {
      const monitor = item.content as Monitor
      // The watcher may have demonitored while this was under way.
      if (from.monitors?.has(monitor.ref) === true) (to.watchers ??= new Set()).add(monitor)
      return
    }
    case 'down':
      tellDown(core, to, item.ref!, from.pid, item.content)
      return
    case 'alias':
      if (openAlias(to, item.ref!)) arrive(core, to, item.content, id)
      return
    default:
      unreachable(item.type)
  }
}

function deliverToDead(core: Core, from: Process, to: Process, item: Signal): void {
  if (item.type === 'link') sendSignal(core, to, from, new Signal('link_exit', null, 'noproc'))
  else if (item.type === 'monitor') {
    const { ref } = item.content as Monitor
    sendSignal(core, to, from, new Signal('down', ref, 'noproc'))
  } else if (item.type === 'unlink') {
    sendSignal(core, to, from, new Signal('unlink_ack', null, null))
  }
}

function acknowledge(process: Process, other: Process): void {
  const open = process.unlinking?.get(other)
  invariant(open !== undefined, 'an unlink is acknowledged once')
  if (open === 1) process.unlinking!.delete(other)
  else process.unlinking!.set(other, open - 1)
}

/** Whether a message may pass through the alias; one-shot aliases close behind it (erlang:alias/1, monitor/3). */
function openAlias(process: Process, ref: Ref): boolean {
  const entry = process.monitors?.get(ref)
  if (entry !== undefined && entry.alias !== null) {
    if (entry.alias === 'reply_demonitor') {
      process.monitors!.delete(ref)
      entry.target?.watchers?.delete(entry.monitor)
    }
    return true
  }
  const mode = process.aliases?.get(ref)
  if (mode === undefined) return false
  if (mode === 'reply') process.aliases!.delete(ref)
  return true
}

/** Takes the channel's oldest signal to its receiver. */
export function deliverNext(core: Core, channel: Channel): void {
  const head = channel.head
  const id = channel.headId
  channel.shift()
  channel.count++
  deliver(core, channel.from, channel.to, head instanceof Delayed ? head.item : head, id)
  if (channel.size > 0) offerChannel(core, channel)
  else if (channel.from.status === 'dead' || channel.to.status === 'dead') dispose(core, channel)
}

/** Takes everything that `from` has under way to `to` there at once: a legal schedule, for ordered queries. */
export function flushChannel(core: Core, from: Process, to: Process): void {
  const channel = from.outgoing?.get(to)
  if (channel === undefined) return
  while (channel.size > 0) {
    core.enabled.remove(channel)
    deliverNext(core, channel)
  }
}

/** In instant delivery: what the step has sent besides messages, and what that sends in turn. */
export function deliverBacklog(core: Core): void {
  const { backlog } = core
  try {
    for (const { from, to, item, id } of backlog) deliver(core, from, to, item, id)
  } finally {
    // Popping is quicker than setting the length.
    while (backlog.length > 0) backlog.pop()
  }
}
