/** Every bound of a run. Reaching one ends the run with a verdict of its own, never silently. */
export interface Limits {
  /** Steps in all: ends livelocks. */
  readonly steps: number
  /** Virtual time, in milliseconds. */
  readonly time: number
  /** Processes alive at once: a spawn loop would eat the memory. */
  readonly processes: number
  /** Messages waiting in one mailbox. */
  readonly mailbox: number
  /** Events kept by a full recording. */
  readonly trace: number
}

export type LimitName = keyof Limits

export const DEFAULT_LIMITS: Limits = {
  steps: 1_000_000,
  time: 24 * 60 * 60 * 1000,
  processes: 200_000,
  mailbox: 2_000_000,
  trace: 2_000_000,
}
