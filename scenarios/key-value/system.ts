import { child, supervisor } from 'mayday/otp'
import type { Body } from 'mayday/process'
import { KeyValue } from './key-value.ts'
import { HastyStore } from './hasty-store.ts'

/** Keeps the store alive; what was in it is not kept. */
export const Store = supervisor('Store', {
  children: [child(KeyValue, { name: KeyValue.name })],
})

export function* system(): Body {
  yield* Store.start()
}

/** The same name in front of a store that answers before it has written. */
export function* hasty(): Body {
  yield* HastyStore.start()
}
