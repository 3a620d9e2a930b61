import type { Delivery } from '../src/machine/index.ts'
import type { Beam } from './beam.ts'
import { inTurns, type Subject } from './measure.ts'

/** One kind of work, as we do it in each delivery, the bare loop does it, and the BEAM. */
export interface Comparison {
  readonly name: string
  readonly unit: string
  readonly mayday: (delivery: Delivery) => number
  readonly bare: () => number
  /** Null for what only a simulation has. */
  readonly beam: ((beam: Beam) => number) | null
}

/** One figure, and what it is beside another that was measured in turns with it. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** `value` divided by the other's: speeds should be large, bytes small. */
  readonly ratio: number
  readonly against: Peer
}

export type Peer = 'bare loop' | 'BEAM +S 1'

const DELIVERIES: readonly Delivery[] = ['ordered_pairs', 'instant']

/** Measures everybody in turns; our rows come first, each once per peer. */
export function compare(of: Comparison, beam: Beam | null, repetitions: number): readonly Row[] {
  const ours: readonly Subject[] = DELIVERIES.map((delivery) => ({
    name: delivery,
    measure: () => of.mayday(delivery),
  }))
  const peers: (Subject & { readonly name: Peer })[] = [{ name: 'bare loop', measure: of.bare }]
  const onBeam = of.beam
  if (beam !== null && onBeam !== null) {
    peers.push({ name: 'BEAM +S 1', measure: () => onBeam(beam) })
  }
  const figures = inTurns([...ours, ...peers], repetitions)
  const row = (subject: number, peer: number): Row => ({
    name: `${of.name}, ${(ours[subject] ?? peers[subject - ours.length])!.name}`,
    value: figures[subject]!,
    unit: of.unit,
    ratio: figures[subject]! / figures[ours.length + peer]!,
    against: peers[peer]!.name,
  })
  return [
    ...ours.flatMap((_, i) => peers.map((__, peer) => row(i, peer))),
    ...peers.map((_, i) => row(ours.length + i, 0)),
  ]
}
