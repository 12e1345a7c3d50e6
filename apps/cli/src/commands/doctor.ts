import { checkMachine } from '../doctor/checks.js';
import { EXIT } from '../errors/exit-codes.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import { listTable } from '../terminal/list-table.js';
import type { Terminal } from '../terminal/terminal.js';

/** `tlc doctor`: what is installed, which engine, how fast its matrix product is. */
export async function doctor(options: CommonOptions, terminal: Terminal): Promise<number> {
  const checks = await checkMachine(findTarget(options).home);
  const isFine = checks.every((check) => check.isFine);
  if (options.json) terminal.print(JSON.stringify({ isFine, checks }));
  else {
    const { green, red } = terminal.dataColours;
    const rows = checks.map((check) => [
      check.isFine ? green('✓') : red('✗'),
      check.name,
      check.isFine || !check.fix ? check.found : `${check.found}; ${check.fix}`,
    ]);
    terminal.print(listTable(['', 'what', 'found'], rows, terminal));
  }
  return isFine ? EXIT.ok : EXIT.failed;
}
