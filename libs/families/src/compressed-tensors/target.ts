import type { Role } from '../shape.js';

/** An entry of `config_groups`. */
export interface Group {
  readonly targets?: readonly unknown[];
  readonly weights?: unknown;
}

/** PyTorch's classes of what a parameter is the weight of. */
const CLASSES: Partial<Record<Role, string>> = { linear: 'Linear', embedding: 'Embedding' };

/** How near a target comes to a module, as the library weighs it: its name before an expression (`re:…`, from the name's beginning
 * on) before its class; 0 where it does not mean it. */
function nearness(target: unknown, module: string, role: Role): number {
  if (typeof target !== 'string') return 0;
  if (target === module) return 3;
  if (target.startsWith('re:')) return matches(target.slice('re:'.length), module) ? 2 : 0;
  return target === CLASSES[role] ? 1 : 0;
}

/** An expression of Python's that JavaScript does not know means nothing. */
function matches(expression: string, module: string): boolean {
  try {
    return new RegExp(`^(?:${expression})`).test(module);
  } catch {
    return false;
  }
}

/** The group that means a module, that with the nearest target; of equally near ones the first by the alphabet, as in the library. */
export function targeted(groups: readonly unknown[], module: string, role: Role): Group | undefined {
  let [found, nearest, called]: [Group | undefined, number, string] = [undefined, 0, ''];
  for (const group of groups as readonly (Group | null)[]) {
    for (const target of Array.isArray(group?.targets) ? group.targets : []) {
      const own = nearness(target, module, role);
      const isNearer = own > nearest || (own === nearest && own > 0 && (target as string) < called);
      if (isNearer) [found, nearest, called] = [group!, own, target as string];
    }
  }
  return found;
}
