import { TlcError } from '#contracts';

/** @throws TlcError MODEL_NOT_FINITE with the parameter, and how many of its values are no numbers */
export function checkFinite(name: string, values: Float32Array, where: string): void {
  let wrong = 0;
  for (let i = 0; i < values.length; i++) {
    // Infinity - Infinity is NaN
    if (values[i] - values[i] !== 0) wrong++;
  }
  if (wrong === 0) return;
  const message = `${where}: ${wrong} of ${values.length} values of ${name} are not finite numbers.`;
  throw new TlcError('MODEL_NOT_FINITE', message, { details: { tensor: name, count: wrong } });
}
