import { TlcError, nearest } from '#contracts';

const PLACEHOLDER = /\$\{matrix\.([^}]*)\}/g;

/** `value` with each `${matrix.KEY}` replaced. A text that is one placeholder takes the value as it is, a number or an
 * object as well; within a longer text it is written out.
 * @throws TlcError CONFIG_WRONG_VALUE for a key without a value */
export function fillIn(value: unknown, values: ReadonlyMap<string, unknown>, field: string): unknown {
  if (typeof value === 'string') return fillInText(value, values, field);
  if (Array.isArray(value)) return value.map((item, index) => fillIn(item, values, `${field}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fillIn(inner, values, `${field}.${key}`)]),
  );
}

function fillInText(text: string, values: ReadonlyMap<string, unknown>, field: string): unknown {
  const lookUp = (key: string) => {
    if (values.has(key)) return values.get(key);
    throw unknownPlaceholder(field, key, [...values.keys()]);
  };
  const whole = /^\$\{matrix\.([^}]*)\}$/.exec(text);
  if (whole) return lookUp(whole[1]);
  return text.replace(PLACEHOLDER, (_, key: string) => {
    const value = lookUp(key);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** The keys whose values `value` uses. */
export function placeholdersIn(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(PLACEHOLDER)].map((match) => match[1]);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(placeholdersIn) : [];
}

function unknownPlaceholder(field: string, key: string, known: readonly string[]): TlcError {
  const near = nearest(key, known);
  const list = known.length > 0 ? `Keys here: ${known.join(', ')}.` : 'No matrix has values here.';
  return new TlcError(
    'CONFIG_WRONG_VALUE',
    `${field}: \${matrix.${key}} has no value.${near ? ` Did you mean \${matrix.${near}}?` : ''} ${list}`,
    { details: { field, value: `\${matrix.${key}}`, allowed: known, nearest: near } },
  );
}
