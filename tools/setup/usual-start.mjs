import { findMiniLm } from './find-minilm.mjs';
import { miniLmOrNone } from './minilm-or-none.mjs';

/** Commands that start from a pre-trained model. */
const FROM_PRETRAINED = ['fit', 'recommend'];

/**
 * Arguments that name the pre-trained model which set-up fetches, for commands that start from one where the user names none.
 * Where it cannot be had, they ask the hub for it.
 *
 * @param {readonly string[]} args of `tlc`
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./progress.mjs').Progress} progress
 * @param {typeof findMiniLm} find
 * @returns {Promise<string[]>}
 */
export async function usualStart(args, env, progress, find = findMiniLm) {
  const isNamed = args.some((arg) => /^(--from(=.*)?|--help|-h|--server(=.*)?)$/.test(arg));
  const isRemote = Boolean(env.TLC_NATS_URL || env.TLC_NATS_CONTEXT);
  if (!FROM_PRETRAINED.includes(args[0]) || isNamed || isRemote) return [];
  const folder = await miniLmOrNone(env, progress, find);
  return folder === undefined ? [] : ['--from', folder];
}
