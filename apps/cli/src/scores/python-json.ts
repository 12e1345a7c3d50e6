/** A double as Python writes it: `26.0`, `1e-05`. */
export function pythonNumber(value: number): string {
  const [mantissa, exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  const text = String(value);
  if (text.includes('e')) return value.toFixed(Math.max(0, mantissa.replace(/^-?\d\.?/, '').length - power));
  return text.includes('.') ? text : `${text}.0`;
}

/** What is written: a text, a number, nothing, or fields. */
export type Json = string | number | undefined | { readonly [key: string]: Json };

/** A value as Python's `json.dumps` writes it with an indentation.
 * @param ascii whether other characters are escaped, as they are by default there */
export function pythonJson(value: Json, indent: string, ascii: boolean, before = ''): string {
  if (value === undefined) return 'null';
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string') return ascii ? escaped(JSON.stringify(value)) : JSON.stringify(value);
  const inner = before + indent;
  const fields = Object.entries(value).map(
    ([key, field]) => `${inner}${pythonJson(key, indent, ascii)}: ${pythonJson(field, indent, ascii, inner)}`,
  );
  return `{\n${fields.join(',\n')}\n${before}}`;
}

const escaped = (text: string) =>
  text.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
