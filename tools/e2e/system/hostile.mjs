/** Bodies that no message may have, each with the code that answers it.
 *
 * @type {readonly (readonly [what: string, body: string | Uint8Array, code: string])[]} */
export const HOSTILE = [
  ['words', 'hello there', 'MESSAGE_NOT_JSON'],
  ['half an object', '{"run": "a', 'MESSAGE_NOT_JSON'],
  ['binary garbage', Uint8Array.from({ length: 4096 }, (_, i) => (i * 73 + 11) % 251), 'MESSAGE_NOT_JSON'],
  ['broken UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d), 'MESSAGE_NOT_JSON'],
  ['a list', '[]', 'MESSAGE_NOT_OBJECT'],
  ['a number', '42', 'MESSAGE_NOT_OBJECT'],
  ['null', 'null', 'MESSAGE_NOT_OBJECT'],
  ['a text', '"pipelines"', 'MESSAGE_NOT_OBJECT'],
  ['2 MB of nested brackets', '['.repeat(2 * 2 ** 20), 'MESSAGE_TOO_LARGE'],
  ['900 kB of nested brackets', '{"a":'.repeat(180_000), 'MESSAGE_TOO_LARGE'],
  ['a text of 1 MB', JSON.stringify('x'.repeat(2 ** 20)), 'MESSAGE_TOO_LARGE'],
  ['an unknown key', '{"zzz": 1}', 'CONFIG_UNKNOWN_KEY'],
  ['an unknown key of 900 kB', JSON.stringify({ ['x'.repeat(900_000)]: 1 }), 'CONFIG_UNKNOWN_KEY'],
  ['__proto__', '{"__proto__": {"run": "a", "id": "a", "operation": "evaluate"}}', 'CONFIG_UNKNOWN_KEY'],
  ['constructor', '{"constructor": {"prototype": {"run": "a"}}}', 'CONFIG_UNKNOWN_KEY'],
];
