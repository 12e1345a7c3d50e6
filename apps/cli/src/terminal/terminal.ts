import picocolors from 'picocolors';
import { visible } from './visible.js';

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Where a command writes: data to stdout, all that is about it to stderr. Control characters of others are written out. */
export interface Terminal {
  /** A line of data. */
  print(text: string): void;
  /** A line about what happens. */
  note(text: string): void;
  /** A line about what went wrong, which is said even to who asked for quiet. */
  complain(text: string): void;
  /** From now on only what went wrong is said, and nothing is drawn. */
  quieten(): void;
  /** Colours of notes; none where stderr is no terminal. */
  readonly colours: Colours;
  /** Colours of data; none where stdout is no terminal. */
  readonly dataColours: Colours;
  /** Characters in a line of data; no limit where stdout is no terminal. */
  readonly width: number;
  /** Characters in a line of notes; no limit where stderr is no terminal. It changes with the window. */
  readonly noteWidth: number;
  /** Whether lines of notes can be drawn over. */
  readonly isInteractive: boolean;
}

/** The terminal of this process. */
export function openTerminal(env: NodeJS.ProcessEnv = process.env): Terminal {
  const isPlain = Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  const isTerminal = Boolean(process.stderr.isTTY);
  let isQuiet = false;
  const say = (text: string) => void process.stderr.write(`${visible(text)}\n`);
  const colours = picocolors.createColors(isTerminal && !isPlain);
  return {
    // A file or pipe gets data as it is
    print: (text) => void process.stdout.write(`${process.stdout.isTTY ? visible(text) : text}\n`),
    note: (text) => (isQuiet ? undefined : say(text)),
    complain: say,
    quieten: () => void (isQuiet = true),
    colours,
    dataColours: picocolors.createColors(Boolean(process.stdout.isTTY) && !isPlain),
    // A terminal that does not know its width says 0
    width: process.stdout.columns || Infinity,
    get noteWidth() {
      return process.stderr.columns || Infinity;
    },
    get isInteractive() {
      return isTerminal && !isQuiet && env.TERM !== 'dumb';
    },
  };
}
