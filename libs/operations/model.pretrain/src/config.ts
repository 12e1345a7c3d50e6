import { ChoiceKey, MASK_PROBABILITY, NumberKey, ObjectKey, PretrainConfig } from '#contracts';
import { architectureClass } from '#families';
import { objectiveNamed, OBJECTIVES, usualObjective } from '#fit';

const OFFERED = OBJECTIVES.filter(({ phase }) => phase === 'pretrain');

/** `model.pretrain` */
export class ModelPretrainConfig extends PretrainConfig {
  @ObjectKey('shape of the model; left out when a model is given to go on from', architectureClass, { optional: true })
  readonly architecture?: object;

  @ChoiceKey(
    `what is learned: ${OFFERED.map(({ id, description }) => `${id}, ${description}`).join('; ')}`,
    OFFERED.map(({ id }) => id),
  )
  readonly objective: string = usualObjective('pretrain').id;

  @NumberKey(
    `${MASK_PROBABILITY.description}; left out: ${OFFERED.map(({ id, masked }) => `${masked} of ${id}`).join(', ')}`,
    { ...MASK_PROBABILITY.range, optional: true },
  )
  override readonly mask_probability?: number = undefined;

  problem() {
    if (this.stacking && !this.architecture) {
      return { key: 'stacking', message: 'a model that is given has its layers already: it is for a new architecture' };
    }
    return objectiveNamed(this.objective).measure === undefined && this.stop?.patience !== undefined
      ? { key: 'stop.patience', message: `${this.objective} has no measure on the dev split` }
      : undefined;
  }

  override withoutEffect() {
    const usual = new ModelPretrainConfig() as unknown as Readonly<Record<string, unknown>>;
    const own = this as unknown as Readonly<Record<string, unknown>>;
    const ofOthers = OFFERED.filter(({ id }) => id !== this.objective)
      .flatMap(({ keys = [] }) => keys)
      .filter((key) => own[key] !== usual[key])
      .map((key) => ({ key, message: `objective: ${this.objective} does not read it` }));
    const isGiven = !this.architecture && this.initial_outputs !== 'drawn';
    const ofNew = isGiven ? [{ key: 'initial_outputs', message: 'a model that is given has its weights already' }] : [];
    return [...super.withoutEffect(), ...ofOthers, ...ofNew];
  }
}
