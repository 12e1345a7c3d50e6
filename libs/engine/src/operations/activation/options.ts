/**
 * What follows a product, by element. `gelu` is the exact one (erf), as in BERT; `gelu_tanh` is its approximation, which
 * Hugging Face calls `gelu_new`, `gelu_pytorch_tanh` or `gelu_fast`; `silu` is also called `swish`.
 */
export type Activation = 'none' | 'gelu' | 'gelu_tanh' | 'relu' | 'silu' | 'tanh';
