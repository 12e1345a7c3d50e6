/** The number of the layer in a parameter's name: the first number between dots. Layers that share their parameters are
 * one. */
export function layerOf(name: string): number | undefined {
  const found = /\.(\d+)\./.exec(name);
  return found ? Number(found[1]) : undefined;
}
