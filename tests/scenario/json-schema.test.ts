import { expect, test } from 'vitest'

import { scenarioJsonSchema } from './json-schema.ts'

// `npm run schema` writes the file that this test compares.
test('the committed schema is the one that the vocabulary gives', async () => {
  const fresh = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`
  await expect(fresh).toMatchFileSnapshot('../../schema/scenario.schema.json')
})
