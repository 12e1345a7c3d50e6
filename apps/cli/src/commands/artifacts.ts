import type { Manifest } from '#artifacts';
import type { Ancestor, ArtifactList } from '#contracts';
import { bytes, duration } from '#report';
import { describeSummary } from '../progress/describe-progress.js';
import { EXIT } from '../errors/exit-codes.js';
import { ask } from '../target/ask.js';
import { openLocal } from '../target/local-answers.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import { listTable } from '../terminal/list-table.js';
import type { Terminal } from '../terminal/terminal.js';

type Shown = Manifest & { readonly lineage: readonly Ancestor[] };

/** `tlc artifacts list` */
export async function listArtifacts(
  options: CommonOptions & { readonly kind?: string; readonly csv?: boolean },
  terminal: Terminal,
): Promise<number> {
  const request = options.kind === undefined ? {} : { kind: options.kind };
  const list: ArtifactList = await ask(findTarget(options), 'tlc.v1.artifacts.list', request, (answers) =>
    answers.listArtifacts(request),
  );
  if (options.json) terminal.print(JSON.stringify(list.artifacts));
  else if (options.csv) terminal.print((await import('./artifacts-csv.js')).artifactsCsv(list.artifacts));
  else {
    const rows = list.artifacts.map(({ id, kind, operation, plugin, created, seconds, bytes: size, summary }) => [
      id.slice(0, 12),
      kind,
      plugin ?? operation,
      created.slice(0, 19).replace('T', ' '),
      duration(seconds),
      bytes(size),
      describeSummary(summary),
    ]);
    const head = ['artifact', 'kind', 'made by', 'made (UTC)', 'took', 'size', 'figures'];
    terminal.print(listTable(head, rows, terminal));
  }
  const left = list.total - list.artifacts.length;
  if (left > 0) terminal.note(`${left} older ones are not shown`);
  return EXIT.ok;
}

const show = (id: string, options: CommonOptions): Promise<Shown> =>
  ask(findTarget(options), 'tlc.v1.artifacts.show', { id }, (answers) => answers.showArtifact({ id }));

/** `tlc artifacts show ID` */
export async function showArtifact(id: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  const { lineage: _, ...manifest } = await show(id, options);
  if (options.json) terminal.print(JSON.stringify(manifest));
  else terminal.print(JSON.stringify(manifest, null, 2));
  return EXIT.ok;
}

/** `tlc artifacts lineage ID` */
export async function showLineage(id: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  const { lineage } = await show(id, options);
  if (options.json) terminal.print(JSON.stringify(lineage));
  else terminal.print(lineageTree(lineage));
  return EXIT.ok;
}

/** What an artifact was made from, each further in than what was made of it; what is there twice is shown once. */
export function lineageTree(lineage: readonly Ancestor[]): string {
  const known = new Map(lineage.map((ancestor) => [ancestor.id, ancestor]));
  const shown = new Set<string>();
  const lines: string[] = [];
  const visit = (id: string, depth: number, as: string) => {
    const { operation, seconds, inputs } = known.get(id)!;
    const what = operation ? `${operation}  ${duration(seconds!)}` : 'not in the store any more';
    const again = shown.has(id) ? '  (as above)' : '';
    lines.push(`${'  '.repeat(depth)}${as}${id.slice(0, 12)}  ${what}${again}`);
    if (shown.has(id)) return;
    shown.add(id);
    for (const [name, ids] of Object.entries(inputs))
      for (const input of [ids].flat()) visit(input, depth + 1, `${name}: `);
  };
  if (lineage.length > 0) visit(lineage[0].id, 0, '');
  return lines.join('\n');
}

/** `tlc artifacts remove ID` */
export async function removeArtifact(id: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  const { store } = await openLocal(findTarget(options));
  const whole = await store.find(id);
  const { dependantsOf } = await import('#pipelines');
  const dependants = dependantsOf(await store.list(), whole);
  await store.remove(whole);
  if (options.json) terminal.print(JSON.stringify({ id: whole, dependants }));
  else terminal.note(`${whole.slice(0, 12)} is removed`);
  if (dependants.length > 0) {
    const some = dependants.slice(0, 5).map((each) => each.slice(0, 12));
    const more = dependants.length > some.length ? ` and ${dependants.length - some.length} more` : '';
    terminal.note(
      `${terminal.colours.yellow('!')} made of it: ${some.join(', ')}${more}. They are kept; a run makes them again ` +
        'if it makes this one anew with another content, as a training that the clock ends does',
    );
  }
  return EXIT.ok;
}
