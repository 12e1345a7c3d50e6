/** What references mean, as of a moment ago; a name that was moved goes on meaning the old model until the new one is
 * loaded, so that nobody waits for it. */
export interface Follower {
  /** @throws what `find` throws */
  current(reference: string): Promise<string>;
}

export interface FollowOptions {
  readonly find: (reference: string) => Promise<string>;
  readonly isLoaded: (id: string) => boolean;
  readonly load: (id: string) => Promise<unknown>;
  /** Told where a name was moved to a model that cannot be loaded: the old one goes on answering. */
  readonly onTrouble: (error: unknown, what: string) => void;
  /** Milliseconds for which an answer of `find` counts. */
  readonly staleMs?: number;
}

interface Followed {
  id: string;
  looked: number;
}

/** References that are remembered, at most. */
const MOST = 10_000;

export function createFollower({ find, isLoaded, load, onTrouble, staleMs = 250 }: FollowOptions): Follower {
  const followed = new Map<string, Followed>();
  const loading = new Map<string, string>();

  async function look(reference: string): Promise<string> {
    const known = followed.get(reference);
    if (known) known.looked = performance.now();
    const id = await find(reference).catch((error) => {
      followed.delete(reference);
      throw error;
    });
    if (known && known.id !== id && isLoaded(known.id) && !isLoaded(id)) {
      if (loading.get(reference) !== id) void change(reference, known, id);
      return known.id;
    }
    if (known) known.id = id;
    else {
      if (followed.size >= MOST) followed.clear();
      followed.set(reference, { id, looked: performance.now() });
    }
    return id;
  }

  async function change(reference: string, known: Followed, id: string): Promise<void> {
    loading.set(reference, id);
    try {
      await load(id);
      known.id = id;
    } catch (error) {
      onTrouble(error, `${reference} was moved to ${id.slice(0, 12)}, which cannot be loaded`);
    } finally {
      loading.delete(reference);
    }
  }

  return {
    async current(reference) {
      const known = followed.get(reference);
      return known && performance.now() - known.looked < staleMs ? known.id : look(reference);
    },
  };
}
