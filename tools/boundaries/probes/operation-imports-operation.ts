// as libs/operations/model.pretrain/src/probe.ts
// refused by @nx/enforce-module-boundaries
import finetune from '#operations/model.finetune';

export const probe = finetune;
