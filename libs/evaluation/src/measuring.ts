import type { LabelMapping } from '#fit';

/** What is measured, and how. */
export interface Measuring {
  /** Split of the data set. */
  readonly split: string;
  /** What to measure, by name; what fits the data set when left out. */
  readonly measure?: readonly string[];
  /** Class of the model for each label of the data set. */
  readonly labels?: LabelMapping;
  /** Threads of ONNX Runtime for latency and throughput. */
  readonly threads: number;
  /** Batch sizes of the throughput. */
  readonly batches: readonly number[];
  /** Whether the file that GLUE takes is written. */
  readonly submission: boolean;
}
