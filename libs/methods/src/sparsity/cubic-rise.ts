/** The share of a sparsity that is reached at a time from 0 to 1: 1 - (1 - t)³, much at first while there is much to choose
 * from (Zhu and Gupta 2017, arXiv 1710.01878, equation 1, from sparsity 0). */
export const cubicRise = (time: number): number => 1 - (1 - time) ** 3;
