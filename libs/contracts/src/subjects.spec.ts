import { expect, it } from '@jest/globals';
import { checkConfig } from './schema/check.js';
import { SUBJECTS } from './subjects.js';

it('subjects are each there once, with an example that their class accepts', () => {
  expect(new Set(SUBJECTS.map((spec) => spec.subject)).size).toBe(SUBJECTS.length);
  for (const spec of SUBJECTS) expect(() => checkConfig(spec.body, spec.example)).not.toThrow();
});
