import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkConfig, keysOf } from '#contracts';
import { findOperations } from './discover.js';
import { subjectsOf } from './subjects.js';

const registry = await findOperations();
const operations = registry.list();

describe('the operations', () => {
  it('are the folders of libs/operations, each called as its folder', () => {
    const folders = readdirSync(new URL('../../../operations', import.meta.url));
    expect(operations.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  it.each(operations.map((operation) => [operation.name, operation] as const))(
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
    for (const operation of operations) {
      const taken = [...keysOf(operation.config).keys(), 'do', 'seed', 'matrix'];
      for (const input of operation.inputs) expect(taken).not.toContain(input.name);
    }
  });

  it('that are unknown are refused with the nearest', () => {
    expect(() => registry.get('model.pretain', 'steps.a.do')).toThrow(
      expect.objectContaining({
        code: 'PIPELINE_UNKNOWN_OPERATION',
        message: expect.stringMatching(/^steps\.a\.do: .*Did you mean model\.pretrain\?/),
      }),
    );
  });
});

it('subjects are each there once, with an example that their class accepts', () => {
  const subjects = subjectsOf(registry);
  expect(new Set(subjects.map(({ subject }) => subject)).size).toBe(subjects.length);
  for (const { subject, body, example } of subjects) {
    expect(example).toBeDefined();
    expect(() => checkConfig(body, example)).not.toThrow();
    if (subject.startsWith('tlc.v1.jobs.')) expect(example).toHaveProperty('operation');
  }
});
