import type { Operations } from '../operations.js';
import type { Structure } from '../structure/structure.js';
import { formed } from './form.js';

/** A reading of a model whose linear layers have forms of their own: what a family declares as one product is what the form
 * says. Operations that hold several products in one fall apart where one of them has a form. */
export function withForms<V>(on: Operations<V>, structure: Structure | undefined): Operations<V> {
  const forms = structure?.forms;
  if (!forms) return on;
  const linear: Operations<V>['linear'] = (layer, x, out, options) => {
    const form = forms[layer];
    return form ? formed(on, layer, form, x, out, options) : on.linear(layer, x, out, options);
  };
  return {
    ...on,
    target: () => withForms(on.target(), structure),
    linear,
    sideBySide(layers, x, outs, options) {
      if (!layers.some((layer) => layer in forms)) return on.sideBySide(layers, x, outs, options);
      return on.concat(layers.map((layer, i) => linear(layer, x, outs[i], options)));
    },
    feedForward(layers, x, inner, activation) {
      const { up, gate, down, gated = false, bias } = layers;
      if (![up, gate, down].some((layer) => layer !== undefined && layer in forms))
        return on.feedForward(layers, x, inner, activation);
      const between = () => {
        if (gated) return on.gate(linear(up, x, 2 * inner, { bias }), activation);
        if (gate === undefined) return linear(up, x, inner, { bias, activation });
        return on.gate(on.concat([gate, up].map((layer) => linear(layer, x, inner, { bias }))), activation);
      };
      return linear(down, between(), on.widthOf(x), { bias });
    },
  };
}
