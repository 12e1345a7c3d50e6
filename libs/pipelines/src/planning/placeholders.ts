import { TlcError, nearest } from '#contracts';

/** Whose values a placeholder takes: those of a step's `matrix`, or those of the pipeline's `set`. */
export type PlaceholderKind = 'matrix' | 'set';

/** Characters that a text may have with its placeholders filled in: a few of them can repeat a long value without end. */
const LONGEST_TEXT = 100_000;

/** `value` with each `${matrix.KEY}` (or `${set.KEY}`) replaced. A text that is one placeholder takes the value as it is,
 * a number or an object as well; within a longer text it is written out. `${matrix.KEY.INNER}` is a key of an object.
 * @throws TlcError CONFIG_WRONG_VALUE for a key without a value, MESSAGE_TOO_LARGE */
export function fillIn(
  value: unknown,
  values: ReadonlyMap<string, unknown>,
  field: string,
  kind: PlaceholderKind = 'matrix',
): unknown {
  if (typeof value === 'string') return fillInText(value, values, field, kind);
  if (Array.isArray(value)) return value.map((item, index) => fillIn(item, values, `${field}[${index}]`, kind));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fillIn(inner, values, field ? `${field}.${key}` : key, kind)]),
  );
}

function fillInText(text: string, values: ReadonlyMap<string, unknown>, field: string, kind: PlaceholderKind): unknown {
  const lookUp = (path: string) => {
    const known = valueAt(path.split('.'), values);
    if (known.value !== undefined) return known.value;
    throw unknownPlaceholder(field, path, known.keys, kind);
  };
  const parts = text.split(placeholder(kind));
  // Every second part is the path within a placeholder
  if (parts.length === 3 && parts[0] === '' && parts[2] === '') return lookUp(parts[1]);
  let filled = '';
  for (const [index, part] of parts.entries()) {
    const value = index % 2 === 0 ? part : lookUp(part);
    filled += typeof value === 'string' ? value : JSON.stringify(value);
    if (filled.length > LONGEST_TEXT) {
      throw new TlcError(
        'MESSAGE_TOO_LARGE',
        `${field} has more than ${LONGEST_TEXT} characters, placeholders filled in`,
      );
    }
  }
  return filled;
}

/** The value of a key, or of a key within it; where there is none, the keys that have one. */
function valueAt([key, ...inner]: readonly string[], values: ReadonlyMap<string, unknown>) {
  let value = values.get(key);
  let keys = [...values.keys()];
  let before = '';
  let name = key;
  for (const next of inner) {
    if (typeof value !== 'object' || value === null) return { value: undefined, keys };
    before += `${name}.`;
    keys = Object.keys(value).map((own) => before + own);
    value = Object.hasOwn(value, next) ? (value as Record<string, unknown>)[next] : undefined;
    name = next;
  }
  return { value, keys };
}

/** The keys whose values `value` uses. */
export function placeholdersIn(value: unknown, kind: PlaceholderKind = 'matrix'): string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(new RegExp(placeholder(kind), 'g'))].map((match) => match[1].split('.')[0]);
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((inner) => placeholdersIn(inner, kind))
    : [];
}

const PLACEHOLDERS = { matrix: /\$\{matrix\.([^}]*)\}/, set: /\$\{set\.([^}]*)\}/ } as const;
const placeholder = (kind: PlaceholderKind) => PLACEHOLDERS[kind];

function unknownPlaceholder(field: string, key: string, known: readonly string[], kind: PlaceholderKind): TlcError {
  const near = nearest(key, known);
  const none = kind === 'matrix' ? 'No matrix has values here.' : 'The pipeline sets no values.';
  const list = known.length > 0 ? `Keys here: ${known.join(', ')}.` : none;
  return new TlcError(
    'CONFIG_WRONG_VALUE',
    `${field}: \${${kind}.${key}} has no value.${near ? ` Did you mean \${${kind}.${near}}?` : ''} ${list}`,
    { details: { field, value: `\${${kind}.${key}}`, allowed: known, nearest: near } },
  );
}
