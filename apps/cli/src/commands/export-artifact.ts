import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactStore } from '#artifacts';
import { type SubmitAnswer, TlcError } from '#contracts';
import { EXIT } from '../errors/exit-codes.js';
import { followRun, runStatus } from '../progress/follow-run.js';
import { createLineView } from '../progress/line-view.js';
import { openLocal } from '../target/local-answers.js';
import { openSession } from '../target/session.js';
import { type CommonOptions, type Target, findTarget } from '../target/target.js';
import type { Terminal } from '../terminal/terminal.js';

export interface ExportOptions extends CommonOptions {
  /** Formats of `model.export` to write instead of the files as they are. */
  readonly for?: readonly string[];
}

/** `tlc artifacts export ID DIR`: a copy of the files, after they were compared with their digests; or, of a model, what
 * `model.export` makes of it. */
export async function exportArtifact(
  id: string,
  folder: string,
  options: ExportOptions,
  terminal: Terminal,
): Promise<number> {
  const target = findTarget(options);
  const { store } = await openLocal(target);
  const whole = await store.find(id);
  if ((await readdir(folder).catch(() => [])).length > 0) {
    throw new TlcError('EXPORT_FOLDER_NOT_EMPTY', `${folder} is not empty`);
  }
  const exported = options.for ? await converted(whole, options.for, target, store, terminal) : whole;
  const artifact = await store.open(exported);
  try {
    await mkdir(folder, { recursive: true });
    for (const file of Object.keys(artifact.manifest.files)) {
      await cp(join(artifact.folder, file), join(folder, file), { recursive: true });
    }
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
  if (options.json) terminal.print(JSON.stringify({ id: artifact.id, folder }));
  else terminal.note(`${artifact.manifest.kind} ${artifact.id.slice(0, 12)} is in ${folder}`);
  return EXIT.ok;
}

/** The id of what `model.export` makes of a model, made now where the store does not have it.
 * @throws TlcError ARTIFACT_WRONG_KIND, CONFIG_WRONG_VALUE for a format that there is not; the step's own */
async function converted(
  id: string,
  formats: readonly string[],
  target: Target,
  store: ArtifactStore,
  terminal: Terminal,
): Promise<string> {
  const { kind } = await store.manifest(id);
  if (kind !== 'model')
    throw new TlcError('ARTIFACT_WRONG_KIND', `only a model has formats; ${id.slice(0, 12)} is a ${kind}`);
  const step = { do: 'model.export', model: `artifact:${id}`, formats };
  const session = await openSession(target, { services: () => ['pipelines', 'quantization'] });
  try {
    const request = { pipeline: { name: 'export', steps: { export: step } } };
    const { run } = await session.client.request<SubmitAnswer>('tlc.v1.pipelines.submit', request, 120_000);
    const view = createLineView(terminal);
    const { steps } = await followRun(session.client, await runStatus(session.client, run), view);
    const [{ error, artifact, status }] = steps;
    if (error) throw TlcError.fromBody(error);
    if (status !== 'completed') throw new TlcError('JOB_CANCELLED', 'the export was cancelled');
    return artifact;
  } finally {
    await session.close();
  }
}
