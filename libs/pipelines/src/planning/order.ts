import { TlcError } from '#contracts';

/** The steps in an order in which each comes after those that it needs, otherwise in the order given.
 * @throws TlcError PIPELINE_CYCLE naming the circle */
export function inOrder(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered: string[] = [];
  const state = new Map<string, 'entered' | 'done'>();
  for (const root of needs.keys()) {
    // Not by recursion: a chain may be as long as a pipeline has steps.
    const path: { readonly name: string; next: number }[] = [];
    const enter = (name: string) => {
      if (state.get(name) === 'done') return;
      if (state.get(name) === 'entered')
        throw cycle(
          path.map((entry) => entry.name),
          name,
        );
      state.set(name, 'entered');
      path.push({ name, next: 0 });
    };
    enter(root);
    while (path.length > 0) {
      const top = path[path.length - 1];
      const needed = needs.get(top.name)!;
      if (top.next < needed.length) {
        top.next += 1;
        enter(needed[top.next - 1]);
      } else {
        state.set(top.name, 'done');
        ordered.push(top.name);
        path.pop();
      }
    }
  }
  return ordered;
}

function cycle(path: readonly string[], again: string): TlcError {
  const circle = [...path.slice(path.indexOf(again)), again];
  const shown = circle.length > 12 ? [...circle.slice(0, 6), '…', ...circle.slice(-5)] : circle;
  return new TlcError('PIPELINE_CYCLE', `steps need each other in a circle: ${shown.join(' → ')}`, {
    details: { steps: circle },
  });
}
