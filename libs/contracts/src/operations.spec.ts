import { describe, expect, it } from '@jest/globals';
import { OPERATIONS } from './operations.js';
import { checkConfig } from './schema/check.js';
import { keysOf } from './schema/keys.js';
import { SUBJECTS } from './subjects.js';

describe('operations', () => {
  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    '%s has an example that its own config class accepts, with every required input',
    (_, operation) => {
      const inputs = operation.inputs.map((input) => input.name);
      const config = Object.fromEntries(
        Object.entries(operation.example).filter(([key]) => key !== 'do' && !inputs.includes(key)),
      );
      expect(() => checkConfig(operation.config, config)).not.toThrow();
      for (const input of operation.inputs) if (!input.optional) expect(operation.example).toHaveProperty(input.name);
    },
  );

  it('have no input that is called as a key of the config or of a step', () => {
    for (const operation of OPERATIONS) {
      const taken = [...keysOf(operation.config).keys(), 'do', 'seed', 'matrix'];
      for (const input of operation.inputs) expect(taken).not.toContain(input.name);
    }
  });
});

describe('subjects', () => {
  it('are each there once, with an example that their class accepts', () => {
    expect(new Set(SUBJECTS.map((spec) => spec.subject)).size).toBe(SUBJECTS.length);
    for (const spec of SUBJECTS) expect(() => checkConfig(spec.body, spec.example)).not.toThrow();
  });
});
