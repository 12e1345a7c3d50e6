#!/usr/bin/env node
/** Writes the generated parts of docs/ from the compiled contracts and operations: `node tools/docs/generate.mjs`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errorsDoc } from './errors.mjs';
import { familiesDoc } from './families.mjs';
import { messagesDoc } from './messages.mjs';
import { pipelinesDoc } from './pipelines.mjs';

const library = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);

/** Every generated file, by its path from the checkout's root. */
export async function generated() {
  const [{ ERRORS, describeConfig }, { findOperations, subjectsOf }, { EncoderArchitecture, FAMILIES }] =
    await Promise.all(['contracts', 'jobs', 'families'].map(library));
  const shared = describeConfig(EncoderArchitecture).map(({ key }) => key);
  const operations = await findOperations();
  return {
    'docs/pipelines.md': pipelinesDoc(operations.list(), describeConfig),
    'docs/messages.md': messagesDoc(subjectsOf(operations), describeConfig),
    'docs/errors.md': errorsDoc(ERRORS),
    'docs/families.md': familiesDoc(FAMILIES, describeConfig, shared),
  };
}

export const root = fileURLToPath(new URL('../../', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await generated())) await writeFile(root + path, text);
}
