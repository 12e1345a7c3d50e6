import type { SpecialTokens } from '../dataset.js';
import { tokenId } from './frame.js';
import { TOKEN_ROLES } from './special-tokens.js';
import { tokenNames } from './token-names.js';

/** The ids of a tokenizer.json's special tokens by their role; those of roles that it does not tell are left out. */
export function specialIds(json: string): Partial<SpecialTokens> {
  const content = JSON.parse(json) as Record<string, unknown>;
  const names = tokenNames(content);
  const ids = TOKEN_ROLES.flatMap((role) => {
    const name = names[role];
    const id = name === undefined ? undefined : tokenId(content, name);
    return id === undefined ? [] : [[role, id] as const];
  });
  return Object.fromEntries(ids) as Partial<SpecialTokens>;
}
