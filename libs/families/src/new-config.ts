import { ChoiceKey, type ConfigClass } from '#contracts';
import { EncoderArchitecture } from './architecture.js';
import type { ModelConfig, Vocabulary } from './family.js';
import { FAMILIES, familyNamed } from './registry.js';

/** What is checked where no family has the name that was given: the error lists those that are known. */
class UnknownArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', FAMILIES.map(({ id }) => id))
  readonly family!: string;
}

/** The class of a new model's shape in a pipeline: its `family` chooses it. */
export function architectureClass(plain?: object): ConfigClass {
  return familyNamed((plain as { family?: unknown } | undefined)?.family)?.architecture ?? UnknownArchitecture;
}

/** The config of a new model.
 * @param architecture checked by the class that `architectureClass` gives */
export function newConfig(architecture: object, vocabulary: Vocabulary): ModelConfig {
  return familyNamed((architecture as { family?: unknown }).family)!.newConfig(architecture, vocabulary);
}
