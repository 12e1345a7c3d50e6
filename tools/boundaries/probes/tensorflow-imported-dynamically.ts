// as libs/plugins/magnitude-pruning/src/probe.ts
// refused by no-restricted-syntax
export const probe = () => import('@tensorflow/tfjs-node');
