/** What follows a product: `gelu` is the exact one (erf), `gelu_tanh` its approximation by tanh (Hendrycks and Gimpel 2016,
 * arXiv 1606.08415), `silu` is x sigmoid(x). */
export type Activation = 'gelu' | 'gelu_tanh' | 'relu' | 'silu' | 'tanh';

/** The names that Hugging Face's configs have for them. */
const NAMES: Readonly<Record<string, Activation>> = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu_tanh',
  gelu_fast: 'gelu_tanh',
  gelu_pytorch_tanh: 'gelu_tanh',
  gelu_accurate: 'gelu_tanh',
  relu: 'relu',
  silu: 'silu',
  swish: 'silu',
  tanh: 'tanh',
};

/** The names that a config may have for its activation. */
export const ACTIVATION_NAMES: readonly string[] = Object.keys(NAMES);

/** The activation of a config's name; the name was checked when the config was read. */
export const activationOf = (name: string): Activation => NAMES[name];
