import { type ParseError, parse } from 'jsonc-parser';

/** Where a text is no JSON, `line 3, column 7`: what JSON.parse says quotes the text. */
export function jsonPlace(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const before = text.slice(0, errors[0]?.offset ?? 0).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
