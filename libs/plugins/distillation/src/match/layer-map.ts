/** The layers of a teacher that those of a student learn from, both counted from 1: evenly spread up to the last (PKD-Skip), or
 * the last ones (PKD-Last; Sun et al. 2019, arXiv 1908.09355, section 3.2; both are maps of TinyBERT, too, Jiao et al. 2020,
 * arXiv 1909.10351, section 4.6).
 * @param student how many layers it has @param teacher how many it has, no fewer
 * @returns for the student's layers in their order, the last among them */
export function layerMap(student: number, teacher: number, map: 'skip' | 'last'): number[] {
  return Array.from({ length: student }, (_, i) =>
    map === 'skip' ? Math.round(((i + 1) * teacher) / student) : teacher - student + i + 1,
  );
}
