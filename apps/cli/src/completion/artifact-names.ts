import { readdir } from 'node:fs/promises';
import { findHome } from '../target/find-home.js';

/** Letters of an id, as `tlc artifacts list` shows it. */
const SHOWN = 12;

/** What an artifact may be called: the ids that the store of a home has, and the names of models, each with its versions.
 * @param home as `--home` gives it */
export async function artifactNames(home: string | undefined): Promise<string[]> {
  const { isArtifactId, layoutOf, openTags } = await import('#artifacts');
  const { artifacts, home: root } = layoutOf(findHome(home, process.env));
  const ids = await readdir(artifacts).catch(() => []);
  const tags = await openTags(root)
    .list()
    .catch(() => []);
  const names = new Set(tags.flatMap(({ name, version }) => [name, `${name}:${version}`]));
  return [...names, ...ids.filter(isArtifactId).map((id) => id.slice(0, SHOWN))];
}
