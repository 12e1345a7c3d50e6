import { isSmallerSparse } from '#methods';
import {
  codebookOf,
  type CodebookSpec,
  countNonZeros,
  disposeModel,
  type Model,
  type Parameter,
  encodeParameter,
  shareParameter,
} from '#models';
import type { CompressionContext } from '../context/context.js';
import type { MethodTraining } from '../context/train-in-method.js';
import { changeParameters } from '../change-parameters.js';
import { centroidsOf, type Clusters, clustersOf, shared } from './clusters.js';

/** How weights share values. */
export interface Sharing {
  /** The codebook of each parameter that has one, by its name. */
  readonly codebooks: ReadonlyMap<string, CodebookSpec>;
  /** Where this lies in the whole job, as shares from 0 to 1. */
  readonly within: readonly [from: number, to: number];
  /** Training after sharing, if there is any. */
  readonly training?: MethodTraining;
  /** What training changes: the weights, each of which takes the nearest value at every step, or the centroids of k-means,
   * whose members stay. */
  readonly trains: 'weights' | 'centroids';
}

/** What of the job fitting is, before training. */
const FITTING = 0.1;

/** A new model whose weights share the values of codebooks, fine-tuned where that is asked for. The one given stays as it is.
 *
 * @throws TlcError MODEL_NOT_FINITE, CODEBOOK_OUT_OF_RANGE, and what training throws */
export async function shareWeights(model: Model, sharing: Sharing, context: CompressionContext): Promise<Model> {
  const { codebooks, within, training } = sharing;
  const [from, to] = within;
  const middle = training ? from + FITTING * (to - from) : to;
  const fitted = await changeParameters(
    model,
    context,
    (parameter) => {
      const spec = codebooks.get(parameter.name);
      return spec ? held(parameter, spec) : parameter;
    },
    { phase: 'fitting codebooks', within: [from, middle] },
  );
  if (!training) return fitted;
  try {
    const tune = sharing.trains === 'weights' ? tuneWeights : tuneCentroids;
    return await tune(model, fitted, { ...sharing, training, within: [middle, to] }, context);
  } finally {
    disposeModel(fitted);
  }
}

/** A sparse parameter stays sparse where that takes fewer bytes than a code for every zero, too, as its plan says. */
function held(parameter: Parameter, codebook: CodebookSpec): Parameter {
  const { name, role, value, encoding } = parameter;
  const sparse = encoding?.sparse && isSmallerSparse({ shape: value.shape, codebook }, countNonZeros(parameter));
  return shareParameter({ name, role, value, ...(sparse && { encoding: { sparse } }) }, codebook);
}

interface Tuning {
  readonly training: MethodTraining;
  readonly within: readonly [from: number, to: number];
}

/** Trains the weights from where they were before they took the values of codebooks, which are fitted to them at every step. */
function tuneWeights(model: Model, fitted: Model, tuning: Tuning, context: CompressionContext): Promise<Model> {
  const start = [...fitted.parameters.values()].map((parameter): [string, Parameter] => {
    const { value } = model.parameters.get(parameter.name)!;
    return [parameter.name, { ...parameter, value }];
  });
  const { training, within } = tuning;
  const phase = 'training weights with codebooks';
  return context.train({ model: { ...fitted, parameters: new Map(start) }, training, phase, within });
}

/** Trains the centroids; which weights share one stays. */
async function tuneCentroids(_: Model, fitted: Model, tuning: Tuning, context: CompressionContext): Promise<Model> {
  const all = [...fitted.parameters.values()];
  const clusters = new Map<string, Clusters>(
    all.filter(({ encoding }) => encoding?.codebook).map((parameter) => [parameter.name, clustersOf(parameter)]),
  );
  const free = all.map(({ name, role, value, encoding }): [string, Parameter] => {
    return [name, { name, role, value, ...(encoding?.sparse && { encoding: { sparse: true } }) }];
  });
  const phase = 'training centroids';
  const tuned = await context.train({
    ...tuning,
    model: { ...fitted, parameters: new Map(free) },
    phase,
    reparametrize: (name, weight) => {
      const own = clusters.get(name);
      return own ? shared(weight, own) : weight;
    },
  });
  try {
    return await changeParameters(
      tuned,
      context,
      (parameter) => {
        const own = clusters.get(parameter.name);
        if (!own) return parameter;
        const centroids = centroidsOf(parameter.value.dataSync<'float32'>(), own);
        return encodeParameter(parameter, { ...parameter.encoding, codebook: codebookOf(own.codebook, centroids) });
      },
      { phase, within: [tuning.within[1], tuning.within[1]] },
    );
  } finally {
    disposeModel(tuned);
  }
}
