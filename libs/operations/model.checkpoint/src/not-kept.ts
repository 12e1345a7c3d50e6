/** What is wrong with asking for a model that a training does not keep. */
export function notKept(name: string, kept: readonly string[]): string {
  const those = kept.length > 0 ? `only ${[...kept].sort().join(', ')}` : 'none: name them in its `checkpoints`';
  return `asks for ${name}, and the training keeps ${those}`;
}
