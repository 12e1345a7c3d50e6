import { configuredRoots, type InputLimits, inputLimits, type Layout } from '#artifacts';
import { hubSettings } from '#hub';

/** Where the inputs of jobs may lie: in the folders of TLC_INPUT_ROOTS, else in `roots`; besides, in what TLC itself wrote
 * or fetched.
 * @param namedAreRoots where `roots` hold: whether paths that a document names are roots, too */
export function jobLimits(layout: Layout, roots: readonly string[], namedAreRoots = false): InputLimits {
  const { cache, folder } = hubSettings(process.env);
  const fetched = folder === undefined ? [cache] : [cache, folder];
  const configured = configuredRoots();
  return inputLimits(layout, configured ?? roots, { fetched, namedAreRoots: namedAreRoots && !configured });
}
