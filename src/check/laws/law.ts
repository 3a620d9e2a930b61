import type { Property, Watch } from '../property.ts'
import type { Sources } from '../source.ts'

/** A rule of Erlang/OTP that every run is held to without being asked. */
export interface Law extends Property {
  readonly kind: 'law'
  /** What must hold, in one sentence. */
  readonly rule: string
  /** Where OTP says so. */
  readonly source: string
  /** The smallest story that breaks it. */
  readonly story: string
}

/** Makes a law of its texts and its watch. */
export function makeLaw(
  texts: Pick<Law, 'name' | 'rule' | 'source' | 'story'>,
  start: (sources: Sources) => Watch,
): Law {
  return { kind: 'law', ...texts, start }
}
