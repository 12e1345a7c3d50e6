import { sinusoidTable, type Sinusoids } from '#families';
import type { GraphBuilder } from '../graph/builder.js';
import type { Sequence } from './sequence.js';
import type { DrawnValue } from './value.js';

/** Draws x + the sinusoids of its tokens: the table of positions once for all, and the row of each step. */
export function sinusoids(graph: GraphBuilder, tokens: Sequence) {
  const drawn = new Map<string, string>();
  const ofPositions = (width: number, { first, entries, ...layout }: Sinusoids): string => {
    const key = `${first} ${entries} ${width}`;
    if (!drawn.has(key)) {
      const table = graph.floats('sinusoids', [entries, width], sinusoidTable(first, entries, width, layout));
      drawn.set(key, graph.node('Gather', [table, tokens.positions()], { axis: 0 }, 'position_sinusoids'));
    }
    return drawn.get(key)!;
  };
  return (x: DrawnValue, how: Sinusoids): DrawnValue => {
    const placed = graph.node('Add', [x.name, ofPositions(x.width, how)]);
    if (how.step === undefined) return { ...x, name: placed };
    const row = graph.floats('step_sinusoid', [x.width], sinusoidTable(how.step, 1, x.width, how));
    return { ...x, name: graph.node('Add', [placed, row]) };
  };
}
