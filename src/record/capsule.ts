/**
 * A failure as a file: everything that is needed to see the same run again, by name, so that it
 * survives edits of the code as far as possible. Plain data, versioned.
 */

/** Raised whenever the meaning of a capsule changes; readers refuse newer ones. */
export const CAPSULE_SCHEMA = 1

/**
 * One departure from the default schedule: where that would have taken the event `at`, the event
 * `take` comes instead. Events are named by what they are, not by when they were: see `eventName`.
 */
export interface Deviation {
  readonly at: string
  readonly take: string
}

/** The rolling hash after so many steps: by these a drift is found and dated. */
export interface Checkpoint {
  readonly step: number
  readonly digest: string
}

export interface Capsule {
  readonly schema: typeof CAPSULE_SCHEMA
  readonly mayday: string
  /** Short name of the failure, derived from its content. */
  readonly id: string
  /** What was run: the scenario file, or a label given in code. */
  readonly experiment: string
  readonly property: string
  readonly subject: string
  readonly message: string
  readonly seed: string
  readonly strategy: string
  readonly delivery: string
  /** Bounds of the run: a quiet phase may be a share of them. */
  readonly limits: { readonly steps: number; readonly time: number }
  readonly commit: string | null
  readonly node: string | null
  /** The departures that make the smallest story, and whether each was shown to be needed. */
  readonly deviations: readonly (Deviation & { readonly needed: boolean })[]
  /** The faults that strike in it, as `faults` names them. */
  readonly strikes: readonly { readonly strike: unknown; readonly needed: boolean }[]
  readonly steps: number
  readonly time: number
  readonly digest: string
  /** Step of the last deviation or fault: from here on the failure comes about by itself. */
  readonly setUpBy: number
  readonly checkpoints: readonly Checkpoint[]
}
