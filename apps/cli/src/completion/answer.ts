import type { Command as Completed, RootCommand } from '@bomb.sh/tab';
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { artifactNames } from './artifact-names.js';
import { fileNames } from './file-names.js';

/** Endings of the files that commands of pipelines take. */
const DOCUMENTS = ['.yaml', '.yml', '.json'];

/** Commands whose `<file>` is a pipeline; that of others is any file. */
const OF_PIPELINES = ['run', 'plan', 'study'];

/** Arguments that are any file or folder. */
const FILES = ['file', 'files', 'data', 'folder'];

/** Name of the command that the library adds, which is `completion` here. */
const OF_LIBRARY = 'completion-scripts';

/** Prints what a shell asks for: the words that the last one may become, each with what it is, between tabs.
 * @param words of a command line after `tlc`; the last one is being typed, and may be empty */
export async function answerCompletion(program: Command, words: readonly string[]): Promise<void> {
  const root = tab(program, { completionCommandName: OF_LIBRARY });
  root.commands.delete(OF_LIBRARY);
  const command = commandOf(root, words);
  if (command) await giveValues(command, words);
  root.parse([...words]);
}

/** The command that a line begins with. */
function commandOf({ commands }: RootCommand, words: readonly string[]): Completed | undefined {
  const line = `${words.slice(0, -1).join(' ')} `;
  const found = [...commands.keys()].filter((name) => name !== '' && line.startsWith(`${name} `));
  return commands.get(found.sort((a, b) => b.length - a.length)[0]);
}

/** Gives the arguments of a command, and its folder of results, the values that they may have. */
async function giveValues(command: Completed, words: readonly string[]): Promise<void> {
  const typed = words.at(-1) ?? '';
  const at = words.indexOf('--home');
  const home = at < 0 || at + 2 >= words.length ? undefined : words[at + 1];
  for (const argument of command.arguments.values()) {
    if (argument.handler) continue;
    const values = await valuesOf(command.value, argument.name, typed, home);
    argument.handler = (complete) => values.forEach((value) => complete(value, ''));
  }
  const folders = (await fileNames(typed)).filter((name) => name.endsWith('/'));
  const option = command.options.get('home');
  if (option) option.handler = (complete) => folders.forEach((value) => complete(value, ''));
}

async function valuesOf(command: string, argument: string, typed: string, home?: string): Promise<readonly string[]> {
  if (OF_PIPELINES.includes(command)) return fileNames(typed, DOCUMENTS);
  if (FILES.includes(argument)) return fileNames(typed);
  if (argument === 'model') return [...(await artifactNames(home)), ...(await fileNames(typed))];
  const isArtifact = argument === 'id' && !command.startsWith('plugins');
  return isArtifact || command === 'models untag' ? artifactNames(home) : [];
}
