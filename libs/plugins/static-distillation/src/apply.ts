import { type CompressionContext, taughtBy } from '#compression';
import { TlcError } from '#contracts';
import { type Tensor2D, tf } from '#engine';
import { createModel, dimensions, type Model, disposeModel, modelShape } from '#models';
import { type SpecialTokens, specialIds, TOKEN_ROLES } from '#text';
import { principalComponents } from './components.js';
import type { StaticDistillationConfig } from './config.js';
import { studentShape } from './student.js';
import { tokenVectors } from './token-vectors.js';
import { inverseFrequency, zipfCounts } from './token-weights.js';

/** Share of the work up to the training, where there is one. */
const BEFORE_TRAINING = 0.3;

/** Makes a table of what the model makes of each token, and trains it and its head with the model as the teacher. */
export async function apply(
  model: Model,
  config: StaticDistillationConfig,
  context: CompressionContext,
): Promise<Model> {
  const { finetune: training } = config;
  const special = specialOf(model);
  const student = await tableOf(model, config, context, special);
  if (!training) return student;
  try {
    return await context.train({
      model: student,
      training,
      ...taughtBy(model, student, config),
      phase: 'training',
      within: [BEFORE_TRAINING, 1],
    });
  } finally {
    disposeModel(student);
  }
}

async function tableOf(
  model: Model,
  config: StaticDistillationConfig,
  context: CompressionContext,
  special: Partial<SpecialTokens> & Pick<SpecialTokens, 'cls' | 'sep'>,
): Promise<Model> {
  const weights = await weightsOfTokens(model, config, context);
  // A text's frame says nothing of it
  for (const role of TOKEN_ROLES) {
    const id = special[role];
    if (id !== undefined) weights[id] = 0;
  }
  const vectors = await tokenVectors(model, special, context, config.finetune ? BEFORE_TRAINING : 1);
  try {
    const { config: own, head } = studentShape(modelShape(model), config);
    const { hidden } = dimensions(own);
    const start = createModel(own, head, context.random.derive('head').uint32(), model.tokenizer);
    const parameters = new Map(start.parameters);
    const [table] = [...parameters.values()].filter(({ role }) => role === 'embedding');
    table.value.dispose();
    const value = tf.tidy(() =>
      tf.mul<Tensor2D>(principalComponents(vectors, hidden), tf.tensor2d(weights, [weights.length, 1])),
    );
    parameters.set(table.name, { ...table, value });
    return { ...start, parameters };
  } finally {
    vectors.dispose();
  }
}

/** What each token weighs in the mean of a text, [vocabulary]. */
async function weightsOfTokens(
  model: Model,
  { weighting, sif_coefficient: a }: StaticDistillationConfig,
  context: CompressionContext,
): Promise<Float32Array> {
  const { vocabulary } = dimensions(model.config);
  if (weighting === 'none') return new Float32Array(vocabulary).fill(1);
  return inverseFrequency(weighting === 'zipf' ? zipfCounts(vocabulary) : await context.tokenCounts(model), a);
}

/** @throws TlcError PLUGIN_REFUSED for a model whose tokenizer does not tell what stands around a text */
function specialOf({ tokenizer }: Model): Partial<SpecialTokens> & Pick<SpecialTokens, 'cls' | 'sep'> {
  const special = tokenizer === undefined ? {} : specialIds(tokenizer);
  const { cls, sep } = special;
  if (cls !== undefined && sep !== undefined) return { ...special, cls, sep };
  throw new TlcError('PLUGIN_REFUSED', 'the model has no tokenizer that tells the tokens around a text');
}
