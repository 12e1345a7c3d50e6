import { ChoiceKey, IntegerKey, NumberKey } from '#contracts';

/** The shape of new static embeddings. */
export class StaticArchitecture {
  @ChoiceKey('family of models', ['static-embeddings'])
  readonly family: string = 'static-embeddings';

  @IntegerKey('numbers in the vector of a token', { min: 1, max: 16_384 })
  readonly hidden_size!: number;

  @NumberKey('rate of dropout of the model, for each training that does not say its own', { min: 0, max: 0.9 })
  readonly dropout: number = 0.1;
}
