import { expect, it } from '@jest/globals';
import { metricOf } from './metric.js';

it('is what is usual for the data, or what was asked for', () => {
  expect(metricOf('classification', undefined, undefined)).toBe('accuracy');
  expect(metricOf('classification', 'glue/mrpc', undefined)).toBe('f1');
  expect(metricOf('regression', undefined, undefined)).toBe('pearson');
  expect(metricOf('classification', undefined, 'matthews')).toBe('matthews');
  expect(metricOf('classification', 'glue/mrpc', 'f1')).toBe('f1');
});

it('refuses what does not fit the data, and names what does', () => {
  expect(() => metricOf('regression', undefined, 'accuracy')).toThrow(
    'accuracy does not fit regression, only pearson, spearman',
  );
  expect(() => metricOf('classification', undefined, 'matthew')).toThrow('did you mean matthews?');
});
