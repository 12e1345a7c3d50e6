import { EXIT } from '../errors/exit-codes.js';
import { decide } from '../fit/decide.js';
import { describeChoice } from '../fit/describe.js';
import { type RecommendOptions, requestOf } from '../fit/options.js';
import type { Terminal } from '../terminal/terminal.js';
import { exitCode } from './run.js';

/** `tlc recommend DATA`: which model to make of labelled data within a budget, and why. */
export async function recommend(data: string, options: RecommendOptions, terminal: Terminal): Promise<number> {
  const decided = await decide(requestOf(data, options), options, terminal);
  if ('failed' in decided) return exitCode(decided.failed, terminal);
  terminal.print(options.json ? JSON.stringify(decided.answer) : describeChoice(decided.answer, terminal));
  return EXIT.ok;
}
