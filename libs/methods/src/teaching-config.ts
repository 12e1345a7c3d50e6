import { NumberKey } from '#contracts';

/** How a student learns from the answers of a teacher beside the labels. */
export class TeachingConfig {
  @NumberKey('temperature: what logits are divided by before their softmax', { min: 0.1, max: 100 })
  readonly temperature: number = 2;

  @NumberKey('share of the loss that compares with the teacher; the rest is the loss on the labels', { min: 0, max: 1 })
  readonly share: number = 0.5;
}
