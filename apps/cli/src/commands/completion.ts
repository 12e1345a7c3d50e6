import { script } from '@bomb.sh/tab';
import { BASH_SCRIPT } from '../completion/bash-script.js';
import { EXIT } from '../errors/exit-codes.js';
import type { Terminal } from '../terminal/terminal.js';

/** `tlc completion SHELL`: prints what a shell evaluates to complete `tlc`.
 * @returns the exit code */
export async function completion(shell: string, terminal: Terminal): Promise<number> {
  if (shell === 'bash') terminal.print(BASH_SCRIPT);
  else script(shell, 'tlc', 'tlc');
  return EXIT.ok;
}
