export { random, type Random } from './random.js';
