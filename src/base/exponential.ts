import { invariant } from './invariant.ts'

/**
 * Exponentially distributed waiting times in integer ticks, from a 32-bit hash.
 *
 * The uniform strategy gives each enabled event such a waiting time and lets the shortest win. The
 * exponential distribution has no memory, so at every step each enabled event is equally likely to
 * be next: an exact random walk, in which no event's draw depends on what else is enabled.
 *
 * Only integer arithmetic is used at run time, and the table is rounded to integers, so that no
 * engine's `Math.log` can change a schedule.
 */

/** One mean waiting time is this many ticks (ln 2 · 2^20 is the half-life). */
const LN2_TICKS = 726_817
const TABLE_BITS = 12
const table = buildTable()

/** Ticks to wait, for a hash that is uniform over 32 bits; the mean is 2^20 ticks. */
export function exponentialTicks(hash: number): number {
  const zeros = Math.clz32(hash)
  // The bits behind the leading one are the mantissa; those that `zeros` has eaten are refilled by
  // nothing: at 2^-20 and below the loss of resolution is far under one tick's worth of meaning.
  const mantissa = (hash << (zeros + 1)) >>> (32 - TABLE_BITS)
  return zeros * LN2_TICKS + table[mantissa]!
}

/** table[m] = -ln((1 + (m + ½) / 4096) / 2) in ticks: the rest within one halving. */
function buildTable(): Int32Array {
  const size = 1 << TABLE_BITS
  const out = new Int32Array(size)
  for (let m = 0; m < size; m++) {
    out[m] = Math.round(-Math.log((1 + (m + 0.5) / size) / 2) * 2 ** 20)
  }
  invariant(out[0]! > out[size - 1]!, 'the exponential table falls')
  return out
}
