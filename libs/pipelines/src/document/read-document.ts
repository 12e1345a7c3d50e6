import { Composer, LineCounter, Lexer, Parser, type Document, type ParsedNode } from 'yaml';
import { TlcError } from '#contracts';
import { toPlain } from './to-plain.js';

/** Characters that a document may have: what fits a message. */
export const LARGEST_DOCUMENT = 1_000_000;

/** Lists and objects within each other; the deepest pipeline that makes sense has six. */
export const DEEPEST = 32;

/** The value that YAML or JSON text stands for.
 * @throws TlcError PIPELINE_NOT_READABLE, PIPELINE_DUPLICATE_STEP (each with its line), MESSAGE_TOO_LARGE */
export function readDocument(text: string): unknown {
  if (text.length > LARGEST_DOCUMENT) {
    const size = `${text.length.toLocaleString('en')} characters`;
    throw tooLarge(`the pipeline has ${size}; at most ${LARGEST_DOCUMENT.toLocaleString('en')} are read`);
  }
  const lines = new LineCounter();
  const at = (offset: number) => `line ${lines.linePos(offset).line}, column ${lines.linePos(offset).col}`;
  // `uniqueKeys` compares each key with all others, so that 60,000 keys take half a minute: `toPlain` checks instead.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent', lineCounter: lines });
  const documents: Document.Parsed[] = [...composer.compose(tokens(text, lines, at), true, text.length)];
  const [document, another] = documents;
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) throw notReadable(`${at(problem.pos[0])}: ${problem.message}${hint(text, problem.pos[0])}`);
  if (another) throw notReadable(`${at(another.range[0])}: a second document begins; a pipeline is one`);
  if (document.contents === null) throw notReadable('the document is empty');
  return toPlain(document.contents as ParsedNode, at);
}

/** The tokens of a text, as long as they do not nest deeper than a pipeline may: the parser's next stages call
 * themselves for each level, and deep enough nesting ends the process. */
function* tokens(text: string, lines: LineCounter, at: (offset: number) => string) {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > 2 * DEEPEST) {
      throw tooLarge(`${at(parser.offset)}: the pipeline is nested more than ${DEEPEST} levels deep`);
    }
  }
  yield* parser.end();
}

/** A placeholder in braces is not a plain value for YAML. */
function hint(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0];
  return /\{.*[^'"]\$\{matrix\./.test(line) ? ' (within { } a placeholder takes quotes: "${matrix.…}")' : '';
}

const notReadable = (message: string) => new TlcError('PIPELINE_NOT_READABLE', message);
const tooLarge = (message: string) => new TlcError('MESSAGE_TOO_LARGE', message);
