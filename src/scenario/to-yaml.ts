import { Document, isCollection, isMap, isScalar, isSeq } from 'yaml'

import type { Scenario } from './scenario.ts'
import { toSource } from './to-source.ts'

/** How a scenario is written. */
export interface YamlOptions {
  /** The path of `scenario.schema.json` as seen from the file, for the editor's first line. */
  readonly schema?: string
}

/** Writes a scenario as a file that `parseScenario` reads back to it, one line to an entry. */
export function toYaml(scenario: Scenario, options: YamlOptions = {}): string {
  const document = new Document(toSource(scenario), { aliasDuplicateObjects: false })
  if (options.schema !== undefined)
    document.commentBefore = ` yaml-language-server: $schema=${options.schema}`
  const top = document.contents
  if (isMap(top)) {
    for (const { key, value } of top.items) layOut(value, isScalar(key) ? String(key.value) : '')
  }
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true })
  // The comment belongs to the first line, not to a paragraph of its own.
  return options.schema === undefined ? text : text.replace('\n\n', '\n')
}

/** Sections that fit a line are one line; lists of entries have one line each, faults one a part. */
function layOut(node: unknown, key: string): void {
  if (!isCollection(node)) return
  const nested = key === 'workload' || key === 'faults' || key === 'properties'
  if (!nested) {
    node.flow = true
    return
  }
  const parts = isMap(node) ? node.items.map(({ value }) => value) : [node]
  for (const part of parts) {
    if (isSeq(part)) for (const entry of part.items) layOutEntry(entry)
    else if (isCollection(part)) part.flow = true
  }
}

function layOutEntry(entry: unknown): void {
  if (!isMap(entry)) return
  const scripted = entry.has('when')
  if (!scripted) entry.flow = true
  else {
    for (const { value } of entry.items) if (isCollection(value)) value.flow = true
  }
}
