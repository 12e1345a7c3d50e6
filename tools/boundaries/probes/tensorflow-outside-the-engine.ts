// as libs/models/src/probe.ts
// refused by no-restricted-imports
import * as tf from '@tensorflow/tfjs-node';

export const probe = tf;
