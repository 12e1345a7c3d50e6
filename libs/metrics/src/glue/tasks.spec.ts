import { describe, expect, it } from '@jest/globals';
import { MEASURE_NAMES } from '../measures/measure.js';
import { GLUE_TASKS, glueMeasures, glueTask } from './tasks.js';

describe('GLUE tasks', () => {
  it('report the measures of GLUE’s table', () => {
    expect(Object.fromEntries(GLUE_TASKS.map(({ id, measures }) => [id, measures.join('+')]))).toEqual({
      cola: 'matthews',
      sst2: 'accuracy',
      mrpc: 'f1+accuracy',
      stsb: 'pearson+spearman',
      qqp: 'f1+accuracy',
      mnli: 'accuracy',
      qnli: 'accuracy',
      rte: 'accuracy',
      wnli: 'accuracy',
      ax: 'matthews',
    });
    for (const { measures } of GLUE_TASKS) expect(MEASURE_NAMES).toEqual(expect.arrayContaining([...measures]));
  });

  it('go by GLUE’s name, the short one, and with glue/ before it', () => {
    for (const name of ['STS-B', 'sts-b', 'stsb', 'glue/stsb', 'sts_b']) expect(glueTask(name).id).toBe('stsb');
    expect(glueMeasures('glue/CoLA')).toEqual(['matthews']);
  });

  it('that do not exist are refused with the list and the nearest', () => {
    expect(() => glueTask('glue/sst3')).toThrow(
      expect.objectContaining({ code: 'DATA_UNKNOWN_TASK', message: expect.stringMatching(/cola, sst2.*mean sst2\?/) }),
    );
  });
});
