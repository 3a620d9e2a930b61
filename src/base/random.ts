import seedrandom from 'seedrandom'

/**
 * Seeds become streams here and nowhere else. A stream is two 32-bit words drawn by alea from
 * `seed|label`; everything after that is integer hashing of stable names (see `hash.ts`), because a
 * draw from a shared generator would shift every later draw as soon as anybody draws once more.
 */
export interface Stream {
  readonly root: number
  readonly salt: number
}

/** The stream named `label` of the seed: `alea` with string seeds only, the variant safe for sweeps. */
export function stream(seed: string, label: string): Stream {
  const draw = seedrandom.alea(`${seed}|${label}`)
  return { root: draw.int32(), salt: draw.int32() }
}
