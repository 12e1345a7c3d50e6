/** A look that is not taken anew all the time: what it found holds for ten times as long as it took, so that a burst of
 * plans over a store of thousands of artifacts looks through it now and then, and a small store is never out of date for more
 * than a moment. Those who ask meanwhile share it. */
export function rarely<T>(look: () => Promise<T>, now: () => number = () => performance.now()): () => Promise<T> {
  let found: Promise<T> | undefined;
  let until = -Infinity;
  return () => {
    if (found && now() < until) return found;
    const begin = now();
    until = Infinity;
    const mine = look();
    found = mine;
    const ended = () => {
      until = now() + 10 * (now() - begin);
    };
    mine.then(ended, () => (until = -Infinity));
    return mine;
  };
}
