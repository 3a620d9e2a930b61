/**
 * Integer hashing. Every decision and every trace hash goes through these few functions, so they
 * use 32-bit integer arithmetic only: the same result on every engine and every version of it.
 */

/** Folds `x` into the running hash `h`. Cheap and order-sensitive; finish with `avalanche`. */
export function mix(h: number, x: number): number {
  const k = Math.imul(h ^ x, 0x9e3779b1)
  return k ^ (k >>> 15)
}

/** Spreads every input bit over the whole word (the finalizer of MurmurHash3). */
export function avalanche(h: number): number {
  let k = h ^ (h >>> 16)
  k = Math.imul(k, 0x85ebca6b)
  k ^= k >>> 13
  k = Math.imul(k, 0xc2b2ae35)
  return k ^ (k >>> 16)
}

/** The decision hash: a pure function of a stream's root, a stable name and how often it was used. */
export function decide(root: number, name: number, n: number): number {
  return avalanche(mix(mix(root, name), n))
}

/** FNV-1a over UTF-16 code units. */
export function hashString(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)

/** Hashes a number by value: integers directly, all others by their bits. */
export function hashNumber(x: number): number {
  if ((x | 0) === x) return Math.imul(x, 0x27d4eb2f)
  // NaN has many bit patterns, and which one is stored is left to the engine.
  if (Number.isNaN(x)) return 0x7ff80000
  float[0] = x
  return mix(words[0]!, words[1]!)
}

/** Eight hexadecimal digits for each of the words given. */
export function toHex(...parts: readonly number[]): string {
  let out = ''
  for (const part of parts) out += (part >>> 0).toString(16).padStart(8, '0')
  return out
}
