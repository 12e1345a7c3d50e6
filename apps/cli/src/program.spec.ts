import { expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { ERRORS } from '#contracts';
import { createProgram } from './program.js';
import { openTerminal } from './terminal/terminal.js';

const program = createProgram(openTerminal(), async () => {});

/** Every command with its options, by the words that call it. */
function commandsOf(command: Command, before: readonly string[] = []): Map<string, Command> {
  return new Map(
    command.commands.flatMap((child) => {
      const words = [...before, child.name()];
      return [[words.join(' '), child] as const, ...commandsOf(child, words)];
    }),
  );
}

it('every command that an error advises is there', () => {
  const known = commandsOf(program);
  const advised = Object.entries(ERRORS).flatMap(([code, { why, fix }]) =>
    [...`${why} ${fix}`.matchAll(/`tlc ([a-z ]+)/g)].map(([, words]) => [code, words.trim()] as const),
  );
  expect(advised.length).toBeGreaterThan(10);
  for (const [code, words] of advised) expect({ code, words, isKnown: known.has(words) }).toEqual({ code, words, isKnown: true }); // prettier-ignore
});

/** Commands whose file is one of texts. */
const READS_TEXTS = ['predict', 'translate'];

it('every command that reads a pipeline takes --set, and every command that does something --json and --quiet', () => {
  for (const [words, command] of commandsOf(program)) {
    // `tlc score` has sacreBLEU's options, `--format json` among them, and no home
    if (command.commands.length > 0 || words === 'score') continue;
    const flags = command.options.map(({ long }) => long);
    expect([words, flags]).toEqual([words, expect.arrayContaining(['--json', '--quiet', '--home', '--server'])]);
    const isOfPipeline =
      command.registeredArguments.some((argument) => argument.name() === 'file') && !READS_TEXTS.includes(words);
    if (isOfPipeline) expect([words, flags]).toEqual([words, expect.arrayContaining(['--set', '--fresh'])]);
  }
});
