import { child, supervisor, type ChildSpec } from 'mayday/otp'
import type { Body } from 'mayday/process'
import { Worker } from './worker.ts'

/**
 * A tree in a tree:
 *
 *     supervisor1
 *     ├── supervisor2
 *     │   ├── worker2a
 *     │   └── worker2b
 *     ├── worker1a
 *     └── worker1b
 *
 * It is started depth first, each process when the one before is ready. What goes wrong below stays
 * below, until supervisor2 has lost its patience.
 */
export const Supervisor1 = supervisor('supervisor1', (patience: number) => ({
  children: [child(Supervisor2, { args: [patience] }), worker('worker1a'), worker('worker1b')],
}))

/** Restarts its workers so many times in 5 seconds, and not once more. */
const Supervisor2 = supervisor('supervisor2', (patience: number) => ({
  maxRestarts: patience,
  maxSeconds: 5,
  children: [worker('worker2a'), worker('worker2b')],
}))

function worker(name: string): ChildSpec {
  return child(Worker, { name, args: [name] })
}

export function* system({ patience = 3 }: { readonly patience?: number } = {}): Body {
  yield* Supervisor1.start(patience)
}
