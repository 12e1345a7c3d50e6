/** Inputs among whose weights, of all outputs, those that go are chosen at one time (Frantar and Alistarh 2023, arXiv
 * 2301.00774, section 3.2: 128). */
export const BLOCK = 128;
