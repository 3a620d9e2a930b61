import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema'

import { scenarioSchema } from '../../src/scenario/vocabulary/file.ts'
import { delay, rate, term } from '../../src/scenario/vocabulary/scalar.ts'
import { edge, party, pattern, selector } from '../../src/scenario/vocabulary/selector.ts'

/** What editors are given: the vocabulary without the laws between its parts, in draft-07. */
export function scenarioJsonSchema(): JsonSchema {
  // Draft-07 calls them definitions; `$defs` came later.
  const { $defs, ...schema } = toJsonSchema(scenarioSchema({}), {
    target: 'draft-07',
    typeMode: 'input',
    // Plain data and our own checks have no words in JSON Schema; the shapes of texts have.
    errorMode: 'ignore',
    // What stands in many places is defined once, which keeps the file a tenth of its size.
    definitions: { delay, edge, party, pattern, rate, selector, term },
    overrideRef: ({ referenceId }) => `#/definitions/${referenceId}`,
    overrideAction: ({ valibotAction, jsonSchema }) =>
      'textShape' in valibotAction
        ? { ...jsonSchema, ...(valibotAction.textShape as JsonSchema) }
        : undefined,
  })
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A crash scenario of mayday',
    ...schema,
    ...($defs && { definitions: $defs }),
  }
}
