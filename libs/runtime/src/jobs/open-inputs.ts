import type { ArtifactStore } from '#artifacts';
import { TlcError } from '#contracts';
import {
  type InputSpec,
  type Operation,
  type OperationContext,
  type OperationInput,
  type ResolvedInput,
  type ResolvedInputs,
  isList,
  takesKind,
} from '#jobs';

/** The inputs of a job as its operation gets them: artifacts verified and of the right kind.
 * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT, ARTIFACT_WRONG_KIND */
export async function openInputs(
  store: Pick<ArtifactStore, 'open'>,
  operation: Operation,
  inputs: ResolvedInputs,
): Promise<OperationContext['inputs']> {
  const opened: Record<string, OperationInput | OperationInput[]> = {};
  for (const spec of operation.inputs) {
    const resolved = inputs[spec.name];
    if (resolved === undefined) continue;
    opened[spec.name] = isList(resolved)
      ? await Promise.all(resolved.map((each) => open(store, spec, each)))
      : await open(store, spec, resolved);
  }
  return opened;
}

async function open(
  store: Pick<ArtifactStore, 'open'>,
  spec: InputSpec,
  input: ResolvedInput,
): Promise<OperationInput> {
  if (!('artifact' in input)) return { path: input.path };
  const artifact = await store.open(input.artifact);
  const { kind } = artifact.manifest;
  if (spec.takes === 'files' || takesKind(spec, kind)) return { artifact, path: artifact.folder };
  throw new TlcError(
    'ARTIFACT_WRONG_KIND',
    `inputs.${spec.name}: artifact ${artifact.id} is of kind ${kind}; ${spec.takes} is needed`,
    {
      details: { input: spec.name, id: artifact.id, kind, takes: spec.takes },
    },
  );
}
