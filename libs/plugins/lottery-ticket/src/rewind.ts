import { tf } from '#engine';
import { type Model, mapParameters } from '#models';

/** A model with the weights of an earlier state of it, but for those that are zero for good: they stay zero. Grids and codebooks
 * are fitted again when it is trained. */
export function rewound(model: Model, early: Model): Model {
  return mapParameters(model, (parameter) => {
    const { value } = early.parameters.get(parameter.name)!;
    if (!parameter.encoding?.sparse) return { ...parameter, value: value.clone() };
    const left = tf.tidy(() => tf.where(tf.notEqual(parameter.value, 0), value, tf.zerosLike(value)));
    return { ...parameter, value: left };
  });
}
