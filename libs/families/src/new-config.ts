import { ChoiceKey, type ConfigClass } from '#contracts';
import { EncoderArchitecture } from './architecture.js';
import type { ModelConfig, Vocabulary } from './family.js';
import { FAMILIES, familyNamed } from './registry.js';

/** What is documented, and what is checked where no family has the name that was given: the error lists those that are
 * known. */
class AnyArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models; some have keys of their own (docs/families.md)', FAMILIES.map(({ id }) => id))
  readonly family: string = familyNamed(undefined)!.id;
}

/** The class of a new model's shape in a pipeline: its `family` chooses it.
 * @param plain left out for the documentation */
export function architectureClass(plain?: object): ConfigClass {
  if (!plain) return AnyArchitecture;
  return familyNamed((plain as { family?: unknown }).family)?.architecture ?? AnyArchitecture;
}

/** The config of a new model.
 * @param architecture checked by the class that `architectureClass` gives */
export function newConfig(architecture: object, vocabulary: Vocabulary): ModelConfig {
  return familyNamed((architecture as { family?: unknown }).family)!.newConfig(architecture, vocabulary);
}
