import { pathTest, suggest, type Problem } from '../base/index.ts'
import { prepare, runOnce, strategyNamed, type Experiment, type Report } from '../explore/index.ts'
import { faultText, patternInFull, type Fault } from '../faults/index.ts'
import { problemAt, type ParsedScenario } from './parse.ts'
import { patternsOf, type PatternPlace } from './patterns.ts'
import { SECTIONS } from './property.ts'
import type { Scenario } from './scenario.ts'

/**
 * Patterns that meant nobody. That a claim never had a process to speak of, and that a fault never
 * struck, is known from the sweep; who there was instead, from a few runs made once more.
 */

/** How many runs are made again to see who lives in the system: rare births take more than one. */
const LOOKS = 5

/** What `unmatched` needs of a loaded scenario. */
export interface Searched {
  readonly scenario: Scenario
  readonly experiment: Experiment
  readonly parsed: ParsedScenario
}

/** The patterns of a scenario that matched no process in any run of the sweep, each at its place. */
export function unmatched(searched: Searched, report: Report): readonly Problem[] {
  const { scenario, experiment, parsed } = searched
  // A sweep that broke off at its beginning has met nobody yet.
  if (report.mistake !== null || report.nondeterminism !== null || report.runs === 0) return []
  const suspects = patternsOf(scenario).filter((place) => isSuspect(place, scenario, report))
  if (suspects.length === 0) return []
  const paths = pathsIn(experiment, report)
  return suspects.flatMap(({ pattern, path }) => {
    const isNamed = pathTest(pattern.path)
    const runs = `${report.runs} ${report.runs === 1 ? 'run' : 'runs'}`
    const message = `${patternInFull(pattern)} matched no process in ${runs}`
    if (!paths.some(isNamed)) {
      const suggestion = suggest(pattern.path, candidates(pattern.path, paths))
      if (suggestion !== undefined) return [problemAt(parsed, path, message, suggestion)]
      return [problemAt(parsed, path, `${message}: ${listed(paths)}`)]
    }
    // The path is right. That a fault did not strike has other reasons then, which `neverHit` tells.
    const isClaim = path[0] === 'properties'
    const filtered = pattern.role !== undefined || pattern.behaviour !== undefined || pattern.life
    if (!isClaim || !filtered) return []
    return [problemAt(parsed, path, `${message}, though ${pattern.path} did`)]
  })
}

/** Whether the report says that the claim had nobody to speak of, or that the fault never struck. */
function isSuspect({ path }: PatternPlace, scenario: Scenario, report: Report): boolean {
  const [where, section, index] = path
  if (where === 'properties') {
    const of = SECTIONS.find((each) => each === section)
    const name = of === undefined ? undefined : scenario.properties[of][Number(index)]?.name
    return report.tallies.some(({ property, judged }) => property === name && judged === 0)
  }
  const faults: readonly Fault[] =
    section === 'scripted' ? scenario.faults.scripted : scenario.faults.random
  const fault = faults[Number(index)]
  return fault !== undefined && report.neverHit.includes(faultText(fault))
}

/** The paths of all processes in a few runs of the sweep, in order of their first birth. */
function pathsIn(experiment: Experiment, report: Report): readonly string[] {
  const prepared = prepare({ ...experiment, seed: report.seed })
  const paths = new Set<string>()
  for (let k = 0; k < Math.min(LOOKS, report.runs); k++) {
    const strategy = prepared.strategies[k % prepared.strategies.length]!
    const seed = `${report.seed}.${k}`
    const { trace } = runOnce(prepared, { seed, strategy: strategyNamed(strategy), record: 'full' })
    for (const event of trace) if (event.kind === 'spawn') paths.add(event.pid.path)
  }
  return [...paths]
}

/** The paths in the form of the pattern: its stars stay, its names become those that there are. */
function candidates(pattern: string, paths: readonly string[]): ReadonlySet<string> {
  const wanted = pattern.split('/')
  const deep = wanted.indexOf('**')
  const found = new Set<string>()
  for (const path of paths) {
    const parts = path.split('/')
    if (deep === -1 && parts.length !== wanted.length) continue
    if (deep !== -1 && parts.length < deep) continue
    // A star beside letters (`w*`) may stay, too, or its letters are what is wrong.
    for (const stays of [
      (part: string) => part.includes('*'),
      (part: string) => /^\*+$/.test(part),
    ]) {
      const shaped = wanted.map((part, index) => {
        const isOpen = stays(part) || (deep !== -1 && index > deep)
        return isOpen ? part : (parts[index] ?? part)
      })
      found.add(shaped.join('/'))
    }
  }
  return found
}

/** Longer lists help nobody. */
const MOST_PATHS = 6

function listed(paths: readonly string[]): string {
  const named = paths.filter((path) => path !== '/')
  if (named.length === 0) return 'there are no processes but the first'
  const more = named.length > MOST_PATHS ? ` and ${named.length - MOST_PATHS} more` : ''
  return `there are ${named.slice(0, MOST_PATHS).join(', ')}${more}`
}
