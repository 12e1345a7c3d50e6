/** Raised whenever a number of this library may come out differently. It is part of every signature. */
export const METRICS_VERSION = 'tlc-metrics-1';
