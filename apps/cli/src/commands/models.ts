import type { ModelTag } from '#contracts';
import { EXIT } from '../errors/exit-codes.js';
import { openLocal } from '../target/local-answers.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import { listTable } from '../terminal/list-table.js';
import type { Terminal } from '../terminal/terminal.js';

/** The target's store, and the names of its models. */
async function openModels(options: CommonOptions) {
  const { store } = await openLocal(findTarget(options));
  return { store, tags: store.tags };
}

/** `tlc models list` */
export async function listModels(options: CommonOptions, terminal: Terminal): Promise<number> {
  const { print, dataColours } = terminal;
  const { store, tags } = await openModels(options);
  const list = await tags.list();
  if (options.json) {
    print(JSON.stringify(list));
    return EXIT.ok;
  }
  if (list.length === 0) {
    print('no names yet: tlc models tag ID NAME:VERSION');
    return EXIT.ok;
  }
  const there = await Promise.all(list.map(({ id }) => store.has(id)));
  const rows = list.map(({ name, version, id }, i) => [
    `${name}:${version}`,
    id.slice(0, 12),
    there[i] ? '' : dataColours.yellow('not in the store any more'),
  ]);
  print(listTable(['model', 'artifact', ''], rows, terminal));
  return EXIT.ok;
}

/** `tlc models tag ID NAME:VERSION`: also moves a name that there is. */
export async function tagModel(id: string, tag: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  const { store, tags } = await openModels(options);
  const { findModel } = await import('#serving');
  const whole = await findModel(store, tags, id);
  const { kind } = await store.manifest(whole);
  if (kind !== 'model') {
    const { TlcError } = await import('#contracts');
    throw new TlcError('ARTIFACT_WRONG_KIND', `only a model has such a name; ${whole.slice(0, 12)} is a ${kind}`);
  }
  tell(await tags.set(tag, whole), 'is', options, terminal);
  return EXIT.ok;
}

/** `tlc models untag NAME:VERSION` */
export async function untagModel(tag: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  const { tags } = await openModels(options);
  tell(await tags.remove(tag), 'no longer is', options, terminal);
  return EXIT.ok;
}

function tell(tag: ModelTag, how: string, { json }: CommonOptions, { print, note }: Terminal): void {
  if (json) print(JSON.stringify(tag));
  else note(`${tag.name}:${tag.version} ${how} ${tag.id.slice(0, 12)}`);
}
