let last: Promise<void> = Promise.resolve();

/** Loads children one after the other, in all services of this process: five at once would hold up the first job, which
 * needs only one. */
export function warmInTurn(load: () => Promise<void>): Promise<void> {
  last = last.then(load, load);
  return last;
}
