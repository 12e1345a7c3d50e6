import { type RecipeInput, isArtifactId } from '#artifacts';
import { type JobMessage, TlcError, unknownKey, wrongValue } from '#contracts';
import type { InputSpec, Operation } from '../operation/operation.js';
import { locateFiles } from './locate-files.js';

/** An input that is known: an artifact by its id, or a file or folder with the digest of its content. */
export type ResolvedInput = { readonly artifact: string } | { readonly path: string; readonly digest: string };

export type ResolvedInputs = Readonly<Record<string, ResolvedInput | readonly ResolvedInput[]>>;

type Inputs = JobMessage['inputs'];

/** Checks a job's inputs against its operation, and takes the digests of files. Relative paths start from the folder
 * that the process runs in. */
export async function resolveInputs(
  operation: Operation,
  inputs: Inputs,
  digest: (path: string) => Promise<string>,
): Promise<ResolvedInputs> {
  const names = operation.inputs.map((spec) => spec.name);
  for (const name of Object.keys(inputs)) if (!names.includes(name)) throw unknownKey(name, inputs, names, 'inputs');
  const resolved: Record<string, ResolvedInput | ResolvedInput[]> = {};
  for (const spec of operation.inputs) {
    const value = inputs[spec.name];
    if (value === undefined) {
      if (spec.optional) continue;
      throw missing(operation, spec);
    }
    resolved[spec.name] = await resolveInput(spec, value, digest);
  }
  return resolved;
}

/** As the recipe holds them: without paths, since a moved file is the same input. */
export function recipeInputs(inputs: ResolvedInputs): Record<string, RecipeInput | RecipeInput[]> {
  const one = (input: ResolvedInput): RecipeInput => ('artifact' in input ? input : { files: input.digest });
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, isList(input) ? input.map(one) : one(input)]),
  );
}

async function resolveInput(spec: InputSpec, value: unknown, digest: (path: string) => Promise<string>) {
  const field = `inputs.${spec.name}`;
  if (!spec.list) return resolveOne(spec, field, value, digest);
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw wrongValue(field, value, 'a list of one or more');
  return Promise.all(values.map((each, index) => resolveOne(spec, `${field}[${index}]`, each, digest)));
}

async function resolveOne(
  spec: InputSpec,
  field: string,
  value: unknown,
  digest: (path: string) => Promise<string>,
): Promise<ResolvedInput> {
  if (typeof value === 'string') {
    return isArtifactId(value) ? { artifact: value } : resolveOne(spec, field, { path: value }, digest);
  }
  const { artifact, path, digest: expected, ...others } = asObject(field, value);
  const isArtifact =
    typeof artifact === 'string' && isArtifactId(artifact) && path === undefined && expected === undefined;
  const isPath = typeof path === 'string' && path !== '' && artifact === undefined;
  const isDigest = expected === undefined || typeof expected === 'string';
  if (Object.keys(others).length > 0 || !isDigest || !(isArtifact || isPath)) throw wrongInput(field, value);
  if (isArtifact) return { artifact };
  const found = await locateFiles(spec, path as string, process.cwd(), digest);
  if (expected === undefined || expected === found.digest) return found;
  throw new TlcError('RECIPE_MISMATCH', `${field}: ${found.path} is not what it was when the job was planned`, {
    details: { ...found, expected },
  });
}

function asObject(field: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrongInput(field, value);
}

function wrongInput(field: string, value: unknown): TlcError {
  return wrongValue(field, value, 'an artifact’s id, a path, {"artifact": ID} or {"path": PATH, "digest": DIGEST}');
}

function missing(operation: Operation, spec: InputSpec): TlcError {
  return new TlcError('PIPELINE_MISSING_INPUT', `${operation.name} needs ${spec.name}: ${spec.description}`, {
    details: { operation: operation.name, input: spec.name },
  });
}

export function isList(input: ResolvedInput | readonly ResolvedInput[]): input is readonly ResolvedInput[] {
  return Array.isArray(input);
}
