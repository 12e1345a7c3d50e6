import { expect, it } from '@jest/globals';
import { checkConfig } from './schema/check.js';
import { SERVING_SUBJECTS, SUBJECTS } from './subjects.js';

const ALL = [...SUBJECTS, ...SERVING_SUBJECTS];

it('subjects are each there once, with an example that their class accepts', () => {
  expect(new Set(ALL.map((spec) => spec.subject)).size).toBe(ALL.length);
  for (const spec of ALL) expect(() => checkConfig(spec.body, spec.example)).not.toThrow();
});
