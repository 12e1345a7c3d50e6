#!/usr/bin/env node
/** Writes the generated parts of docs/ from the compiled contracts: `node tools/docs/generate.mjs`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errorsDoc } from './errors.mjs';
import { messagesDoc } from './messages.mjs';
import { pipelinesDoc } from './pipelines.mjs';

/** Every generated file, by its path from the checkout's root. */
export async function generated() {
  const contracts = await import(new URL('../../dist/libs/contracts/src/index.js', import.meta.url).href);
  return {
    'docs/pipelines.md': pipelinesDoc(contracts),
    'docs/messages.md': messagesDoc(contracts),
    'docs/errors.md': errorsDoc(contracts),
  };
}

export const root = fileURLToPath(new URL('../../', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await generated())) await writeFile(root + path, text);
}
