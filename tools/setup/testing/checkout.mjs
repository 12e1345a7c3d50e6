import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findPlace } from '../place.mjs';

/** This checkout, whose set-up is done, or its tests would not run. */
export const here = findPlace(process.env);

/** @returns {Required<import('../native.mjs').Native>} */
export const native = () => JSON.parse(readFileSync(join(here.state, 'native.json'), 'utf8'));

/**
 * A checkout in `folder` with this one's packages, but a copy of tfjs-node that has no binding.
 *
 * @param {string} folder
 */
export function checkoutWithoutBinding(folder) {
  const packages = join(here.root, 'node_modules');
  const tensorflow = join(folder, 'node_modules/@tensorflow');
  mkdirSync(tensorflow, { recursive: true });
  for (const name of readdirSync(packages).filter((entry) => entry !== '@tensorflow')) {
    symlinkSync(join(packages, name), join(folder, 'node_modules', name));
  }
  for (const name of readdirSync(join(packages, '@tensorflow')).filter((entry) => entry !== 'tfjs-node')) {
    symlinkSync(join(packages, '@tensorflow', name), join(tensorflow, name));
  }
  const original = join(packages, '@tensorflow/tfjs-node');
  for (const name of readdirSync(original).filter((entry) => entry !== 'lib' && entry !== 'deps')) {
    cpSync(join(original, name), join(tensorflow, 'tfjs-node', name), { recursive: true });
  }
  return folder;
}
