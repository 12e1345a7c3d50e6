/** Rectangles of a matrix [out, in] whose weights become zero together: so many consecutive outputs by so many consecutive
 * inputs (Narang et al. 2017, arXiv 1711.02782). */
export interface Block {
  readonly rows: number;
  readonly columns: number;
}

/** Names of blocks, as keys have them: outputs x inputs. */
export const BLOCKS = ['none', '4x1', '1x4', '16x16'] as const;

/** The block of a name; undefined where each weight is by itself. */
export function blockOf(name: string): Block | undefined {
  if (name === 'none') return undefined;
  const [rows, columns] = name.split('x').map(Number);
  return { rows, columns };
}
