import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees what JavaScript no longer uses. V8 does so when its own memory runs short, and does not count TensorFlow's, so
 * that initial weights in typed arrays would stay through all of a training. Takes some 20 ms.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  setFlagsFromString('--no-expose-gc');
}
