/** The two matrices that stand for one of any form, by the names of their parameters without `.weight`. */
export const factorNames = (layer: string) => ({ left: `${layer}.left`, right: `${layer}.right` });
