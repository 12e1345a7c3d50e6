import { CommanderError, type Command } from 'commander';
import { EXIT, exitCodeOf } from './errors/exit-codes.js';
import { createProgram } from './program.js';
import { leaveNoticesToJobs } from './terminal/notices.js';
import { openTerminal } from './terminal/terminal.js';

leaveNoticesToJobs();
const terminal = openTerminal();
let exitCode: number = EXIT.ok;

const program = createProgram(terminal, async (work, { json, quiet }) => {
  if (quiet) terminal.quieten();
  try {
    exitCode = await work();
  } catch (error) {
    const { bodyOf, describeError } = await import('./errors/describe-error.js');
    const body = bodyOf(error);
    if (json) terminal.print(JSON.stringify({ error: body }));
    terminal.complain(describeError(body, terminal.colours));
    exitCode = exitCodeOf(body.code);
  }
});

/** Commander ends the process with 1 where the usage is wrong. */
function throwInstead(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwInstead);
}
throwInstead(program);

// A reader that has gone (`tlc status | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? exitCode : EXIT.failed),
);

try {
  // What shells ask at every press of a key
  if (process.argv[2] === 'complete') {
    await (await import('./completion/answer.js')).answerCompletion(program, process.argv.slice(4));
  } else await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}

// Handles of libraries may still be open; what was printed to a pipe is written first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
