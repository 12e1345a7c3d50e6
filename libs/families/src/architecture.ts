import { FlagKey, IntegerKey, NumberKey } from '#contracts';

/** The shape of a new encoder, as far as families share it. */
export class EncoderArchitecture {
  @IntegerKey('Transformer layers', { min: 1, max: 200 })
  readonly layers!: number;

  @IntegerKey('width of the hidden states; a multiple of heads', { min: 1, max: 16_384 })
  readonly hidden_size!: number;

  @IntegerKey('attention heads', { min: 1, max: 256 })
  readonly heads!: number;

  @IntegerKey('width of the feed-forward layer; 4 times hidden_size if left out', {
    min: 1,
    max: 65_536,
    optional: true,
  })
  readonly ffn_size?: number;

  @IntegerKey('longest input in tokens', { min: 4, max: 8192 })
  readonly max_positions: number = 128;

  @NumberKey('rate of dropout of the model, for each training that does not say its own', { min: 0, max: 0.9 })
  readonly dropout: number = 0.1;

  problem(): { key: string; message: string } | undefined {
    return this.hidden_size % this.heads === 0
      ? undefined
      : { key: 'heads', message: `hidden_size ${this.hidden_size} is not a multiple of heads ${this.heads}` };
  }
}

/** The shape of a new encoder-decoder. */
export class EncoderDecoderArchitecture extends EncoderArchitecture {
  @IntegerKey('layers of the decoder; as many as `layers`, those of the encoder, if left out', {
    min: 1,
    max: 200,
    optional: true,
  })
  readonly decoder_layers?: number;
}

/** The shape of a new pre-norm encoder, whose layers may be reversible. */
export class PreNormArchitecture extends EncoderArchitecture {
  @FlagKey(
    'reversible layers (Gomez et al. 2017, Kitaev et al. 2020): what training keeps for backward does not grow with their number, and backward computes each again; another model than without, which TLC and ONNX Runtime read, and Transformers does not',
  )
  readonly reversible: boolean = false;
}
