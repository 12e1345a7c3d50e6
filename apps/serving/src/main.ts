import { runStandalone } from '#runtime';
import { start } from './index.js';

await runStandalone(start);
