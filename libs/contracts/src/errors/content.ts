/** Marks around what an error quotes of a file: characters of the private use area, which `TlcError` takes out. */
const [BEGIN, END] = ['\ue000', '\ue001'];
const MARKED = /\ue000[^\ue001]*\ue001?/g;
const MARKS = /[\ue000\ue001]/g;

/** A piece of a file, or a name or value in it, within the message of an error. Who called in this process reads it; others,
 * who asked over the bus, read `…` in its place: the file may be no business of theirs. */
export const content = (text: string): string => `${BEGIN}${text.replaceAll(MARKS, '')}${END}`;

/** `content` of a value as JSON. */
export const quoted = (value: unknown): string => content(JSON.stringify(value) ?? String(value));

/** A message with what it quotes, and without the marks. */
export const withContent = (marked: string): string => marked.replaceAll(MARKS, '');

/** A message without what it quotes. */
export const withoutContent = (marked: string): string => marked.replaceAll(MARKED, '…');

/** Whether a message quotes something. */
export const quotes = (marked: string): boolean => marked.includes(BEGIN);
