import { STREAMS, cancelSubject, checkName } from '#contracts';
import type { Link } from '../connection/link.js';
import { openBucket } from './bucket.js';

/** Giving up runs: an order that those at work hear at once, and a note that those who come later find. */
export interface Cancellations {
  cancelRun(run: string): Promise<void>;
  isCancelled(run: string): Promise<boolean>;
  /** Calls back with each run that is cancelled from now on; returns a function that ends it. */
  onCancel(callback: (run: string) => void): () => void;
}

export function openCancellations(link: Link): Cancellations {
  const bucket = openBucket<{ time: string }>(link, STREAMS.cancelled);
  return {
    cancelRun: async (run) => {
      checkName(run, 'run');
      await bucket.put(run, { time: new Date().toISOString() });
      link.nats.publish(cancelSubject(run));
      await link.nats.flush();
    },
    isCancelled: async (run) => (await bucket.get(run)) !== undefined,
    onCancel: (callback) => {
      const subscription = link.nats.subscribe(cancelSubject('*'), {
        callback: (error, message) => {
          if (!error) callback(message.subject.split('.').at(-1)!);
        },
      });
      return () => subscription.unsubscribe();
    },
  };
}
