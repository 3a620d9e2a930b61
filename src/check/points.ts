import type { World } from '../machine/index.ts'
import { nameOf, type AnyPid } from '../record/index.ts'
import type { Answer } from './predicate.ts'
import type { Property } from './property.ts'

/** Judges what was noted at one point of the system's code: true, false, or what is wrong. */
export type PointJudge<Data> = (data: Data, pid: AnyPid, world: World) => Answer

/**
 * What must hold whenever a process comes to a labelled point of its code (`yield* point(label,
 * data)`). `start` is called once a run, so that the judge may remember what it has seen.
 *
 * @example
 * points('no item is taken twice', 'taken', () => {
 *   const taken = new Set<unknown>()
 *   return (item) => (taken.has(item) ? `${String(item)} was taken before` : (taken.add(item), true))
 * })
 */
export function points<Data = unknown>(
  name: string,
  label: string,
  start: () => PointJudge<Data>,
): Property {
  return {
    name,
    kind: 'always',
    start() {
      const judge = start()
      let judged = 0
      return {
        sees: ['note user'],
        event(event, world) {
          if (event.kind !== 'note' || event.note.kind !== 'user') return undefined
          if (event.note.label !== label) return undefined
          const answer = judge(event.note.data as Data, event.pid, world)
          if (answer === undefined) return undefined
          judged++
          if (answer === true) return undefined
          const message = answer === false ? `${name}: not so at ${label}` : answer
          return { subject: nameOf(event.pid), message }
        },
        judged: () => judged,
      }
    },
  }
}
