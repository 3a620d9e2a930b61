import { mix } from '../base/index.ts'
import { ErlangError, isPid, isRef, type AnyPid, type SignalKind } from '../record/index.ts'
import { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { deliver } from './delivery.ts'
import { nameFrom } from './names.ts'
import type { Process } from './process.ts'
import { sealed, taken } from './seal.ts'
import { Delayed, Signal } from './signal.ts'
import { wake } from './timers.ts'

/**
 * The `!` of Erlang: to a pid or alias that is dead it is lost silently, to a name that nobody has
 * it is `badarg`. The answer is the message.
 */
export function send(core: Core, process: Process, to: unknown, given: unknown): void {
  core.hash(sealed(core, process, 'send', given))
  const message = taken(core, given)
  process.answer = message
  if (isPid(to)) {
    const other = core.living.get(to.id)
    if (other !== undefined) sendSignal(core, process, other, message)
  } else if (isRef(to)) {
    const owner = core.living.get(to.owner.id)
    if (owner !== undefined) sendSignal(core, process, owner, new Signal('alias', to, message))
  } else {
    const name = nameFrom('send', to)
    const other = core.names.get(name)
    if (other === undefined) {
      throw new ErlangError('badarg', `send: nobody is registered as ${name}`)
    }
    sendSignal(core, process, other, message)
  }
}

/**
 * Puts a signal on its way. Signals of every kind between one ordered pair of processes share one
 * channel and keep their order ("Signal Delivery", Erlang reference manual, Processes).
 */
export function sendSignal(core: Core, from: Process, to: Process, item: unknown): void {
  const id = ++core.signals
  core.hash(mix(to.hash, id))
  if (core.watch !== null) {
    core.watch({
      kind: 'send',
      signal: id,
      type: signalKind(item),
      from: from.pid,
      to: to.pid,
      content: contentOf(item),
      step: core.step,
      time: core.clock.now,
    })
  }
  // What a process sends to itself, and everything in instant delivery, is there at once.
  const instant = core.delivery === 'instant'
  if (to === from || (instant && !core.detours)) {
    deliverAtOnce(core, from, to, item, id)
    return
  }
  const channel = from.channel?.to === to ? from.channel : channelTo(from, to)
  const wait = core.latency === null ? 0 : core.latency(from.pid, to.pid, channel.count + channel.size)
  if (instant && wait === 0 && channel.size === 0 && !channel.held) {
    deliverAtOnce(core, from, to, item, id)
    return
  }
  channel.push(wait > 0 ? new Delayed(item, core.clock.now + wait) : item, id)
  if (channel.size === 1) offerChannel(core, channel)
}

/**
 * Delivers without a channel. A signal may cause others (a death tells its links, which die in turn):
 * they are gone through in a queue and not by recursion, because such chains may be long.
 */
function deliverAtOnce(core: Core, from: Process, to: Process, item: unknown, id: number): void {
  if (!(item instanceof Signal)) deliver(core, from, to, item, id)
  else if (core.delivering) core.backlog.push({ from, to, item, id })
  else {
    core.delivering = true
    try {
      deliver(core, from, to, item, id)
      for (const each of core.backlog) deliver(core, each.from, each.to, each.item, each.id)
    } finally {
      core.backlog.length = 0
      core.delivering = false
    }
  }
}

/** The channel from one process to another, made at its first use. */
export function channelTo(from: Process, to: Process): Channel {
  from.outgoing ??= new Map()
  let channel = from.outgoing.get(to)
  if (channel === undefined) {
    channel = new Channel(from, to)
    from.outgoing.set(to, channel)
    to.incoming ??= new Set()
    to.incoming.add(channel)
  }
  from.channel = channel
  return channel
}

/** Offers the channel's oldest signal for delivery, now or when a delay on it is over. */
export function offerChannel(core: Core, channel: Channel): void {
  if (channel.held || channel.size === 0 || channel.slot !== -1) return
  const head = channel.head
  if (head instanceof Delayed && head.until > core.clock.now) {
    wake(core, head.until, channel.hash, () => offerChannel(core, channel))
    return
  }
  core.enabled.add(channel)
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

/** Forgets a channel that will not be used again. */
export function dispose(core: Core, channel: Channel): void {
  const { from, to } = channel
  to.incoming?.delete(channel)
  if (from.outgoing?.get(to) === channel) from.outgoing.delete(to)
  if (from.channel === channel) from.channel = null
  if (from.status === 'dead' && from.outgoing?.size === 0) core.ghosts.delete(from.pid.id)
}

/** Signals that the dead process `from` left under way to `to`: what comes after must queue behind them. */
export function lastWords(core: Core, from: AnyPid, to: Process): Process | null {
  const ghost = core.ghosts.get(from.id)
  const channel = ghost?.outgoing?.get(to)
  return ghost !== undefined && channel !== undefined && channel.size > 0 ? ghost : null
}

export function signalKind(item: unknown): SignalKind {
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

export function contentOf(item: unknown): unknown {
  return item instanceof Signal ? (item.content ?? item.ref) : item
}


