import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Recipe } from '../manifest.js';

/** The package is CommonJS, and its declarations say that it is not. */
const canonicalJson = canonicalize as unknown as (value: unknown) => string;

/** The id of the artifact that a recipe makes: SHA-256, in 64 hexadecimal digits, of its canonical JSON (RFC 8785). */
export function recipeId(recipe: Recipe): string {
  return createHash('sha256').update(canonicalJson(recipe)).digest('hex');
}
