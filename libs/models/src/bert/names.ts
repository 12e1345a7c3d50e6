/** Tensors of Hugging Face files that are no parameters: constants, the decoder that is tied to the word embeddings, and
 * the head of next-sentence prediction. */
const IGNORED = [
  /^bert\.embeddings\.(position_ids|token_type_ids)$/,
  /^cls\.predictions\.decoder\.weight$/,
  /^cls\.seq_relationship\./,
];

/**
 * TLC's name of a tensor in a Hugging Face file, or undefined where it is no parameter. Files of a bare encoder have no
 * `bert.`; old files call a norm's weight and bias gamma and beta; the decoder's bias is known by two names.
 */
export function parameterName(fileName: string): string | undefined {
  const name = /^(bert|cls|classifier)\./.test(fileName) ? fileName : `bert.${fileName}`;
  if (IGNORED.some((pattern) => pattern.test(name))) return undefined;
  return name
    .replace(/\.LayerNorm\.gamma$/, '.LayerNorm.weight')
    .replace(/\.LayerNorm\.beta$/, '.LayerNorm.bias')
    .replace('cls.predictions.decoder.bias', 'cls.predictions.bias');
}

/** Whether a parameter belongs to a head, so that a model of another head does without it. */
export const isHeadParameter = (name: string): boolean => /^(cls|classifier)\./.test(name);
