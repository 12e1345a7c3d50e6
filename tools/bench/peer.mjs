/** Programs that print one line of JSON, ours and the peers'. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a script beside this file, by Node or, where it ends in .py, by `python`. */
export function runScript(name, flags, python) {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const program = name.endsWith('.py') ? python : process.execPath;
  return JSON.parse(
    execFileSync(program, [path, ...flags], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

/** A Python with PyTorch: TLC_PEER_PYTHON, or python3 on PATH; undefined, and a word about it, where there is none. */
export function findPython(progress) {
  for (const python of [process.env.TLC_PEER_PYTHON, 'python3'].filter(Boolean)) {
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return python;
    } catch {
      continue;
    }
  }
  progress('no Python with PyTorch (TLC_PEER_PYTHON, or python3 on PATH): no peer beside the figures');
  return undefined;
}
