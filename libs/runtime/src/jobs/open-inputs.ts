import type { ArtifactStore } from '#artifacts';
import { type InputSpec, type OperationSpec, TlcError, takesKind } from '#contracts';
import type { OperationContext, OperationInput } from '../operation/operation.js';
import { type PlannedInput, type PlannedInputs, isList } from '../plan/plan-inputs.js';

/** The inputs of a job as its operation gets them: artifacts verified and of the right kind.
 * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT, ARTIFACT_WRONG_KIND */
export async function openInputs(
  store: ArtifactStore,
  operation: OperationSpec,
  inputs: PlannedInputs,
): Promise<OperationContext['inputs']> {
  const opened: Record<string, OperationInput | OperationInput[]> = {};
  for (const spec of operation.inputs) {
    const planned = inputs[spec.name];
    if (planned === undefined) continue;
    opened[spec.name] = isList(planned)
      ? await Promise.all(planned.map((each) => open(store, spec, each)))
      : await open(store, spec, planned);
  }
  return opened;
}

async function open(store: ArtifactStore, spec: InputSpec, input: PlannedInput): Promise<OperationInput> {
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
