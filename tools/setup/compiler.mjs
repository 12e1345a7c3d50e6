import { runChild } from './child.mjs';

/**
 * CXX, or g++: its command, what stands before its arguments, and the first line of its version, 'none' where it does not run.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export async function findCompiler(env) {
  const [command, ...ahead] = (env.CXX || 'g++').split(' ');
  const version = await runChild(command, [...ahead, '--version']);
  return { command, ahead, compiler: version.code === 0 ? version.stdout.split('\n')[0] : 'none' };
}
