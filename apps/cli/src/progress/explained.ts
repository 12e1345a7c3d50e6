import type { RunState } from '#contracts';
import type { View } from './view.js';

/** A view that says of each step that starts what it is for, where its pipeline says so. */
export function explained(view: View, { steps }: Pick<RunState, 'steps'>): View {
  const sayings = new Map(steps.map(({ name, says }) => [name, says]));
  return {
    ...view,
    event(event) {
      const says = sayings.get(event.step);
      if (event.type === 'started' && event.attempt === 1 && says !== undefined) view.say(`  ${event.step}: ${says}`);
      view.event(event);
    },
  };
}
