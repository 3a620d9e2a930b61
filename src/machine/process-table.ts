import type { Process } from './process.ts'

/**
 * The living processes of a world. Numbers are given out once and in order, so an array finds them;
 * a list through the processes goes over them in order of creation without meeting the dead.
 */
export class ProcessTable {
  size = 0
  readonly #byId: (Process | undefined)[] = [undefined]
  #oldest: Process | null = null
  #youngest: Process | null = null

  /** The living process with that number. */
  get(id: number): Process | undefined {
    return id < this.#byId.length ? this.#byId[id] : undefined
  }

  /** Adds a newborn, whose number is one more than the last one's. */
  add(process: Process): void {
    this.size++
    this.#byId.push(process)
    process.older = this.#youngest
    if (this.#youngest === null) this.#oldest = process
    else this.#youngest.younger = process
    this.#youngest = process
  }

  remove(process: Process): void {
    const { older, younger } = process
    this.size--
    this.#byId[process.pid.id] = undefined
    if (older === null) this.#oldest = younger
    else older.younger = younger
    if (younger === null) this.#youngest = older
    else younger.older = older
  }

  /** All of them, oldest first. */
  *values(): Generator<Process> {
    for (let each = this.#oldest; each !== null; each = each.younger) yield each
  }
}
