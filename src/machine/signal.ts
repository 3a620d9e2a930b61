import type { AnyPid, Ref } from '../record/index.ts'

/**
 * What travels in a channel besides plain messages. Messages are put into the channel as they are;
 * everything else is a Signal, so that the common case allocates nothing.
 */
export class Signal {
  readonly type: SignalType
  /** The monitor, alias or timer concerned. */
  readonly ref: Ref | null
  /** The exit reason, or the message to an alias. */
  readonly content: unknown

  constructor(type: SignalType, ref: Ref | null, content: unknown) {
    this.type = type
    this.ref = ref
    this.content = content
  }
}

/**
 * `exit`: sent by exit/2 · `link_exit`: sent over a link by a dying process · `alias`: a message to
 * an alias · `down`: to a monitoring process.
 */
export type SignalType =
  'exit' | 'link_exit' | 'link' | 'unlink' | 'unlink_ack' | 'monitor' | 'down' | 'alias'

/** A signal that a fault keeps in its channel until the given time. */
export class Delayed {
  readonly item: unknown
  readonly until: number

  constructor(item: unknown, until: number) {
    this.item = item
    this.until = until
  }
}

/** Why a process is monitored: who watches, under which reference and name, with which options. */
export interface Monitor {
  readonly ref: Ref
  readonly watcher: AnyPid
  /** What was monitored by name; null when by pid. */
  readonly name: string | null
  /** First element of the message, `DOWN` unless the `tag` option says otherwise. */
  readonly tag: unknown
}
