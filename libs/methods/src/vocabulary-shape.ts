import { type ModelShape, vocabularyParameters, withVocabulary } from '#families';

/** The shapes of a model of whose tokens some are left, for a plan.
 * @param kept ids of the tokens that are left, rising
 * @throws TlcError PLUGIN_REFUSED where the model cannot lose the others */
export function vocabularyShape({ config, head, parameters }: ModelShape, kept: readonly number[]): ModelShape {
  const ofTokens = vocabularyParameters(config);
  return {
    config: withVocabulary(config, kept),
    head,
    parameters: parameters.map((parameter) => {
      if (!ofTokens.has(parameter.name)) return parameter;
      const { encoding: _, nonZeros: __, streams: ___, ...dense } = parameter;
      return { ...dense, shape: [kept.length, ...parameter.shape.slice(1)] };
    }),
  };
}
