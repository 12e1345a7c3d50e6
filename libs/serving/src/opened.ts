import { disposeModel, type Model, readModel } from '#models';

/** What is made of the model of a folder, which it frees in the end; where it cannot be made, the model is freed at once.
 * @throws what `readModel` and `make` throw */
export async function opened<T>(folder: string, make: (model: Model, folder: string) => T): Promise<T> {
  const model = await readModel(folder);
  try {
    return make(model, folder);
  } catch (error) {
    disposeModel(model);
    throw error;
  }
}
