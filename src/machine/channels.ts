import type { AnyPid } from '../record/index.ts'
import { Channel } from './channel.ts'
import type { Core } from './core.ts'
import type { Process } from './process.ts'
import { Delayed } from './signal.ts'
import { wake } from './timers.ts'

/** Which channels there are, and when they are offered. */

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
