import { fileURLToPath } from 'node:url';
import { formatFiles, generateFiles, names } from '@nx/devkit';

const templates = fileURLToPath(new URL('./files', import.meta.url));

/**
 * Makes libs/plugins/NAME: a compression plugin that works, to be changed into another. Nothing else is touched, for
 * plugins are found by their folders.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string }} options
 */
export default async function compressionPlugin(tree, { name }) {
  const folder = `libs/plugins/${name}`;
  if (tree.exists(folder)) {
    throw new Error(`${folder} is there already: choose another name, or delete it.`);
  }
  generateFiles(tree, templates, folder, { name, className: names(name).className });
  await formatFiles(tree);
}
