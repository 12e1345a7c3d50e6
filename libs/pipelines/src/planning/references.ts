import { TlcError, nearest, shown, wrongValue } from '#contracts';
import { type InputSpec, type Operation, takesKind } from '#jobs';

/** What an input of a step names. */
export type Reference =
  | {
      /** A step as it is written in the document. */
      readonly step: string;
      /** One of the steps that its matrix makes of it. */
      readonly variant?: string;
    }
  | { readonly artifact: string }
  | { readonly path: string };

/** The steps of a document, as far as references need to know them. */
export type KnownSteps = ReadonlyMap<string, { readonly operation: Operation }>;

/** A name with a slash, or that begins with a dot, is a path. */
const isPath = (value: string) => value.includes('/') || value.startsWith('.');

/** What `value` names for an input.
 * @param field what to call it in messages: `steps.tuned.model`
 * @throws TlcError PIPELINE_UNKNOWN_STEP, PIPELINE_WRONG_INPUT, CONFIG_WRONG_VALUE */
export function referenceOf(spec: InputSpec, value: unknown, field: string, steps: KnownSteps): Reference {
  if (typeof value !== 'string' || value === '') throw wrongValue(field, value, wanted(spec));
  if (value.startsWith('artifact:')) return artifact(spec, value, field);
  const step = steps.has(value) ? value : longestBase(value, steps);
  if (step !== undefined && !isPath(value)) {
    const { operation } = steps.get(step)!;
    if (takesKind(spec, operation.makes)) return step === value ? { step } : { step, variant: value };
    if (spec.takes !== 'files' || step === value) {
      const folder = spec.takes === 'files' ? ` A folder of that name is written ./${value}.` : '';
      throw wrongInput(field, `step ${value} makes ${article(operation.makes)}, expected ${wanted(spec)}.${folder}`);
    }
  }
  if (spec.takes === 'files' || isPath(value)) return { path: value };
  throw unknownStep(field, value, [...steps.keys()]);
}

function artifact(spec: InputSpec, value: string, field: string): Reference {
  if (spec.takes === 'files') throw wrongInput(field, `${value} is an artifact, expected ${wanted(spec)}.`);
  const id = value.slice('artifact:'.length);
  if (!/^[0-9a-f]{4,64}$/.test(id)) throw wrongValue(field, value, 'artifact: and 4 to 64 hexadecimal digits');
  return { artifact: id };
}

/** The step whose name and `-` `value` begins with: a matrix adds its values to names so. */
function longestBase(value: string, steps: KnownSteps): string | undefined {
  for (let end = value.lastIndexOf('-'); end > 0; end = value.lastIndexOf('-', end - 1)) {
    if (steps.has(value.slice(0, end))) return value.slice(0, end);
  }
  return undefined;
}

const article = (kind: string) => (kind === 'scores' ? 'scores' : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`);

/** What an input takes, in words. */
export function wanted(spec: InputSpec): string {
  if (spec.takes === 'files') return 'the path of a file or folder';
  const kinds = [spec.takes, ...(spec.orOf ? [spec.orOf] : [])].map(article).join(' or ');
  return `a step that makes ${kinds}, artifact:ID, or the path of such a folder`;
}

/** The error for a name that is no step's. */
export function unknownStep(field: string, name: string, known: readonly string[]): TlcError {
  const near = nearest(name, known);
  const list = known.length > 20 ? `${known.slice(0, 20).join(', ')}, …` : known.join(', ');
  return new TlcError(
    'PIPELINE_UNKNOWN_STEP',
    `${field}: there is no step ${shown(name)}.${near ? ` Did you mean ${near}?` : ''} Steps: ${list}.`,
    { details: { field, value: name, nearest: near } },
  );
}

/** The error for an input of a kind that is not taken. */
export function wrongInput(field: string, message: string): TlcError {
  return new TlcError('PIPELINE_WRONG_INPUT', `${field}: ${message}`, { details: { field } });
}

/** Throws an error again with the field that it is about; errors of configs name their field already. */
export const inField =
  (field: string) =>
  (error: unknown): never => {
    if (!(error instanceof TlcError) || error.code.startsWith('CONFIG_')) throw error;
    throw new TlcError(error.code, `${field}: ${error.marked}`, {
      details: { field, ...error.details },
      cause: error,
    });
  };
