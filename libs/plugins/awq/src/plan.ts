export { planOfGrids as plan } from '#methods';
