import picocolors from 'picocolors';
import { visible } from './visible.js';

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Where a command writes: data to stdout, all that is about it to stderr. Control characters of others are written out. */
export interface Terminal {
  /** A line of data. */
  print(text: string): void;
  /** A line about what happens. */
  note(text: string): void;
  /** Colours of notes; none where stderr is no terminal. */
  readonly colours: Colours;
  /** Colours of data; none where stdout is no terminal. */
  readonly dataColours: Colours;
  /** Characters in a line of data; no limit where stdout is no terminal. */
  readonly width: number;
  /** Whether lines of notes can be drawn over. */
  readonly isInteractive: boolean;
}

/** The terminal of this process. */
export function openTerminal(env: NodeJS.ProcessEnv = process.env): Terminal {
  const isPlain = Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  const colours = picocolors.createColors(Boolean(process.stderr.isTTY) && !isPlain);
  return {
    // A file or pipe gets data as it is
    print: (text) => void process.stdout.write(`${process.stdout.isTTY ? visible(text) : text}\n`),
    note: (text) => void process.stderr.write(`${visible(text)}\n`),
    colours,
    dataColours: picocolors.createColors(Boolean(process.stdout.isTTY) && !isPlain),
    width: process.stdout.columns ?? Infinity,
    isInteractive: Boolean(process.stderr.isTTY) && env.TERM !== 'dumb',
  };
}
