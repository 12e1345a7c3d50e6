import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { setOption } from './set-option.js';

describe('--set', () => {
  it('reads values as they would stand in the pipeline', () => {
    expect(
      setOption(['epochs=2', 'seeds=[1, 2]', 'glue=/data/glue', 'model=hub:a/b@main', 'title=a=b', 'fast=true']),
    ).toEqual({ epochs: 2, seeds: [1, 2], glue: '/data/glue', model: 'hub:a/b@main', title: 'a=b', fast: true });
    expect(setOption([])).toBeUndefined();
  });

  it('starts the path of something that is there at the folder of the command, and changes nothing else', () => {
    const here = fileURLToPath(new URL('.', import.meta.url));
    const values = ['a=../commands', 'b=./nowhere', 'c=commands', 'd=hub:commands/x'];
    expect(setOption(values, here)).toEqual({ a: here.replace(/\/$/, ''), b: './nowhere', c: 'commands', d: 'hub:commands/x' }); // prettier-ignore
  });

  it.each([['epochs'], ['=3'], ['a=[1'], ['__proto__']])('refuses %j', (text) => {
    expect(() => setOption([text])).toThrow(expect.objectContaining({ code: 'CONFIG_WRONG_VALUE' }));
  });

  it('refuses a key that is given twice', () => {
    expect(() => setOption(['a=1', 'a=2'])).toThrow(/a second time/);
  });
});
