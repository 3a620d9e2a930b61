import { mix } from '../base/index.ts'
import { ErlangError, isPid, isRef } from '../record/index.ts'
import type { Channel } from './channel.ts'
import { channelTo, offerChannel } from './channels.ts'
import type { Core } from './core.ts'
import { arrive } from './mailbox.ts'
import { nameFrom } from './names.ts'
import type { Process } from './process.ts'
import { sealed, taken } from './seal.ts'
import { noteArrival, noteSending } from './signal-event.ts'
import { Delayed, Signal } from './signal.ts'

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
  if (core.watch !== null) noteSending(core, from, to, item, id)
  // What a process sends to itself, and everything in instant delivery, is there at once.
  const instant = core.delivery === 'instant'
  if (to === from || (instant && !core.detours)) {
    deliverAtOnce(core, from, to, item, id)
    return
  }
  const channel = from.channel?.to === to ? from.channel : channelTo(from, to)
  if (core.detours) return sendByDetour(core, channel, item, id)
  channel.push(item, id)
  if (channel.size === 1) core.enabled.add(channel)
}

/** In a world in which a fault delays or holds signals. */
function sendByDetour(core: Core, channel: Channel, item: unknown, id: number): void {
  const { from, to } = channel
  const wait =
    core.latency === null ? 0 : core.latency(from.pid, to.pid, channel.count + channel.size)
  if (core.delivery === 'instant' && wait === 0 && channel.size === 0 && !channel.held) {
    deliverAtOnce(core, from, to, item, id)
    return
  }
  if (wait === Infinity) {
    channel.held = true
    core.enabled.remove(channel)
  }
  const delayed = wait > 0 && wait !== Infinity
  channel.push(delayed ? new Delayed(item, core.clock.now + wait) : item, id)
  if (channel.size === 1) offerChannel(core, channel)
}

/**
 * Without a channel. A message is in the mailbox when its sending is over; another signal takes effect
 * when the step is. It may cause more of them (a death tells its links, which die in turn): they are
 * gone through in a queue and not by recursion, because such chains may be long.
 */
function deliverAtOnce(core: Core, from: Process, to: Process, item: unknown, id: number): void {
  if (item instanceof Signal) core.backlog.push({ from, to, item, id })
  else {
    if (core.watch !== null) noteArrival(core, from, to, item, id)
    if (to.status !== 'dead') arrive(core, to, item, id)
  }
}
