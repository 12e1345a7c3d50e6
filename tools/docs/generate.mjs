#!/usr/bin/env node
/** Writes the generated parts of docs/ from the compiled contracts and operations: `node tools/docs/generate.mjs`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { asyncApiDoc } from './asyncapi.mjs';
import { errorsDoc } from './errors.mjs';
import { familiesDoc } from './families.mjs';
import { messagesDoc } from './messages.mjs';
import { pipelinesDoc } from './pipelines.mjs';

const library = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);

/** Every generated file, by its path from the checkout's root. */
export async function generated() {
  const [contracts, { findOperations, subjectsOf }, { EncoderArchitecture, FAMILIES }] = await Promise.all(
    ['contracts', 'jobs', 'families'].map(library),
  );
  const { ERRORS, describeConfig } = contracts;
  const shared = describeConfig(EncoderArchitecture).map(({ key }) => key);
  const operations = await findOperations();
  const subjects = subjectsOf(operations);
  return {
    'docs/asyncapi.yaml': asyncApiDoc(contracts, subjects),
    'docs/pipelines.md': pipelinesDoc(operations.list(), describeConfig),
    'docs/messages.md': messagesDoc(subjects, describeConfig),
    'docs/errors.md': errorsDoc(ERRORS),
    'docs/families.md': familiesDoc(FAMILIES, describeConfig, shared),
  };
}

export const root = fileURLToPath(new URL('../../', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await generated())) await writeFile(root + path, text);
}
