import { TlcError } from '#contracts';
import type { ServedModel } from './served-model.js';

/** Models in memory up to a limit of bytes: the one that was asked least recently goes out first. */
export interface ModelPool {
  /** Calls `work` with a model, which is loaded where it is not, and stays until `work` is done.
   * @throws TlcError MODEL_OVER_LIMIT, and what loading throws */
  use<T>(id: string, work: (model: ServedModel) => Promise<T>): Promise<T>;
  has(id: string): boolean;
  /** Takes a model out: its memory is given back once those who use it are done. */
  remove(id: string): void;
  /** Those that are loaded, the one that was asked last at the end. */
  list(): readonly ServedModel[];
  /** Resolves when no model is left. */
  close(): Promise<void>;
}

interface Place {
  readonly loading: Promise<ServedModel>;
  readonly bytes: number;
  model?: ServedModel;
  users: number;
  isOut: boolean;
}

export interface PoolOptions {
  /** Bytes of all models. */
  readonly limit: number;
  /** @throws TlcError where there is no such model */
  readonly bytesOf: (id: string) => Promise<number>;
  readonly load: (id: string) => Promise<ServedModel>;
}

export function createModelPool({ limit, bytesOf, load }: PoolOptions): ModelPool {
  /** In the order in which they were asked. */
  const places = new Map<string, Place>();
  const closing = new Set<Promise<void>>();
  /** One after another: each makes room for its own. */
  let turn: Promise<unknown> = Promise.resolve();

  function takeOut(id: string, place: Place): void {
    if (places.get(id) === place) places.delete(id);
    place.isOut = true;
    endUnused(place);
  }

  function endUnused(place: Place): void {
    if (!place.isOut || place.users > 0) return;
    const closed = place.loading.then((model) => model.close()).catch(() => {});
    closing.add(closed);
    void closed.then(() => closing.delete(closed));
  }

  function makeRoom(id: string, bytes: number): void {
    if (bytes > limit) {
      const message = `the model ${id.slice(0, 12)} has ${bytes} bytes; all models may have ${limit}`;
      throw new TlcError('MODEL_OVER_LIMIT', message, { details: { model: id, bytes, limit } });
    }
    let held = [...places.values()].reduce((sum, place) => sum + place.bytes, 0);
    for (const [other, place] of places) {
      if (held + bytes <= limit) return;
      held -= place.bytes;
      takeOut(other, place);
    }
  }

  async function add(id: string): Promise<Place> {
    const found = places.get(id);
    if (found) return found;
    const bytes = await bytesOf(id);
    makeRoom(id, bytes);
    const place: Place = { loading: load(id), bytes, users: 0, isOut: false };
    places.set(id, place);
    place.loading.then(
      (model) => (place.model = model),
      () => takeOut(id, place),
    );
    return place;
  }

  async function take(id: string): Promise<Place> {
    let place = places.get(id);
    if (!place) {
      const adding = turn.then(() => add(id));
      turn = adding.catch(() => {});
      place = await adding;
      // It may have gone out again while this waited for its turn
      if (place.isOut) return take(id);
    }
    places.delete(id);
    places.set(id, place);
    place.users += 1;
    return place;
  }

  return {
    async use(id, work) {
      const place = await take(id);
      try {
        return await work(await place.loading);
      } finally {
        place.users -= 1;
        endUnused(place);
      }
    },
    has: (id) => places.get(id)?.model !== undefined,
    remove: (id) => {
      const place = places.get(id);
      if (place) takeOut(id, place);
    },
    list: () => [...places.values()].flatMap(({ model }) => model ?? []),
    async close() {
      for (const [id, place] of places) takeOut(id, place);
      while (closing.size > 0) await Promise.all(closing);
    },
  };
}
