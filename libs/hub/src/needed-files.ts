/** The files of weights that a model may have, in the order in which Transformers looks for them; of the first that there
 * is, all are needed. */
const WEIGHTS = [
  /^model\.safetensors$/,
  /^model(-\d+-of-\d+\.safetensors|\.safetensors\.index\.json)$/,
  /^pytorch_model\.bin$/,
  /^pytorch_model(-\d+-of-\d+\.bin|\.bin\.index\.json)$/,
];

/** Settings and vocabularies: small texts, in the model's own folder. */
const SETTINGS = /^[^/]+\.(json|txt|model|spm)$/;

/** What sentence-transformers keeps of each module beside the encoder, such as `1_Pooling/config.json`. */
const MODULES = /^\d+_[A-Za-z]+\/[^/]+\.(json|safetensors|bin)$/;

/** The files of a repository that reading the model takes: not the same weights in other forms. */
export function neededFiles<F extends { readonly path: string }>(files: readonly F[]): readonly F[] {
  const weights = WEIGHTS.find((pattern) => files.some(({ path }) => pattern.test(path)));
  const isOther = (path: string) => WEIGHTS.some((pattern) => pattern.test(path)) && !weights?.test(path);
  return files.filter(
    ({ path }) => weights?.test(path) || ((SETTINGS.test(path) || MODULES.test(path)) && !isOther(path)),
  );
}
