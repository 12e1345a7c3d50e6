// as apps/evaluation/src/probe.ts
// refused by no-restricted-imports
import * as hub from '@huggingface/hub';

export const probe = hub;
