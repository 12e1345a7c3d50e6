#!/usr/bin/env node
/** Loads the engine and prints, as one line of JSON, what computes here. */
const { engineInfo } = await import(new URL('../../dist/libs/engine/src/index.js', import.meta.url).href);
console.log(JSON.stringify(engineInfo()));
