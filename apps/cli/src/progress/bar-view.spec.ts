import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import type { JobEvent } from '#contracts';
import { barLine } from './bar-line.js';
import { createBarView } from './bar-view.js';

const colours = picocolors.createColors(true);

describe.each([40, 60, 80, 100, 200])('at %i characters', (width) => {
  it('a bar has whole figures only', () => {
    const parts = ['step 12,345', 'loss 0.4120', '12,346 tokens/s', '9.0 s left'];
    const line = stripVTControlCharacters(barLine({ progress: 0.3, name: 'tuned', parts }, width, colours));
    expect(line.length).toBeLessThan(width);
    const shown = line.slice(line.indexOf('tuned') + 7).split(', ');
    expect(shown).not.toEqual(['']);
    expect(line).toMatch(/tuned {2}step 12,345(, loss 0\.4120(, 12,346 tokens\/s(, 9\.0 s left)?)?)?$/);
    if (width >= 80) expect(line).toContain('9.0 s left');
  });

  it('the line of a step that is done is folded, not written over', async () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: width, cursorTo() {}, clearLine() {}, moveCursor() {}, clearScreenDown() {} }); // prettier-ignore
    let text = '';
    stream.on('data', (chunk) => (text += chunk));
    const terminal = { print() {}, note() {},
      complain() {},
      quieten() {}, colours, dataColours: colours, width, noteWidth: width, isInteractive: true }; // prettier-ignore
    const view = createBarView(terminal, { total: 1, steps: [] }, stream as unknown as NodeJS.WritableStream);
    const summary = { train_examples: 4096, dev_examples: 872, train_tokens: 123_456, dev_tokens: 1028 };
    const event = { run: 'r', step: 'data', service: 'tokenization', time: '', type: 'completed', artifact: 'a', cached: false, seconds: 3, summary }; // prettier-ignore
    view.event(event as unknown as JobEvent);
    view.close();
    await new Promise((resolve) => setImmediate(resolve));
    const lines = stripVTControlCharacters(text).split('\n');
    for (const line of lines) expect(line.trimEnd().length).toBeLessThanOrEqual(width);
    expect(lines.map((line) => line.trim()).join(' ')).toContain('train tokens 123,456, dev tokens 1,028');
  });
});
