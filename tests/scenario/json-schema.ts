import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema'

import { scenarioSchema } from '../../src/scenario/vocabulary/file.ts'

/** What editors are given: the vocabulary without the laws between its parts, in draft-07. */
export function scenarioJsonSchema(): JsonSchema {
  const schema = toJsonSchema(scenarioSchema({}), {
    target: 'draft-07',
    typeMode: 'input',
    // Plain data and our own checks have no words in JSON Schema; the shapes of texts have.
    errorMode: 'ignore',
    overrideAction: ({ valibotAction, jsonSchema }) =>
      'textShape' in valibotAction
        ? { ...jsonSchema, ...(valibotAction.textShape as JsonSchema) }
        : undefined,
  })
  return { ...schema, title: 'A crash scenario of mayday' }
}
