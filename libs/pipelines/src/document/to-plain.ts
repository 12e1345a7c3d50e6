import { type Node, Scalar, isAlias, isMap, isScalar, isSeq } from 'yaml';
import { TlcError } from '#contracts';

/** Values that aliases may repeat in all: a few lines of them can stand for more values than memory holds. */
const MOST_REPEATED = 100_000;

interface Anchored {
  readonly value: unknown;
  /** Values within it, its own included. */
  readonly size: number;
}

/** The plain value of a YAML node. `at` says where an offset of the text is.
 * @throws TlcError PIPELINE_DUPLICATE_STEP for two steps of one name, PIPELINE_NOT_READABLE for two other keys of one
 * name, keys that are no text, and aliases that repeat themselves or too much */
export function toPlain(root: Node, at: (offset: number) => string): unknown {
  const anchors = new Map<string, Anchored>();
  let repeated = 0;
  let visited = 0;

  function plain(node: Node | null, path: readonly string[]): unknown {
    if (node === null) return null;
    if (isAlias(node)) return alias(node.source, node);
    const before = visited + repeated;
    visited += 1;
    const value = isMap(node) ? object(node.items, path) : isSeq(node) ? list(node.items, path) : scalar(node);
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor !== undefined) anchors.set(anchor, { value, size: visited + repeated - before });
    return value;
  }

  function alias(name: string, node: Node): unknown {
    const target = anchors.get(name);
    if (!target) throw refuse(node, `*${name} has no &${name} before it that is complete`);
    repeated += target.size;
    if (repeated > MOST_REPEATED) throw refuse(node, `aliases repeat more than ${MOST_REPEATED} values`);
    return target.value;
  }

  function object(items: readonly { key: unknown; value: unknown }[], path: readonly string[]) {
    const entries = new Map<string, unknown>();
    const merged = new Map<string, unknown>();
    for (const item of items) {
      const keyNode = item.key as Node | null;
      const key = isScalar(keyNode) ? keyNode.value : undefined;
      if (typeof key !== 'string' && typeof key !== 'number') throw refuse(keyNode, 'a key must be a text');
      if (key === '<<' && (keyNode as Scalar).type === Scalar.PLAIN) {
        merge(merged, item.value as Node | null, path);
        continue;
      }
      const name = String(key);
      if (entries.has(name)) throw duplicate(keyNode as Node, name, path);
      entries.set(name, plain(item.value as Node | null, [...path, name]));
    }
    return Object.fromEntries([...[...merged].filter(([name]) => !entries.has(name)), ...entries]);
  }

  /** Adds what `<<: *a` or `<<: [*a, *b]` stands for (https://yaml.org/type/merge.html): of two objects the first has
   * precedence, and keys that are written out have it before both. */
  function merge(merged: Map<string, unknown>, node: Node | null, path: readonly string[]): void {
    const value = plain(node, path);
    for (const source of isSeq(node) ? (value as unknown[]) : [value]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        throw refuse(node, '<< takes an object, or a list of objects');
      }
      for (const [name, inner] of Object.entries(source)) if (!merged.has(name)) merged.set(name, inner);
    }
  }

  const list = (items: readonly unknown[], path: readonly string[]) => items.map((item) => plain(item as Node, path));

  const scalar = (node: Node) => (isScalar(node) ? node.value : undefined);

  function duplicate(node: Node, name: string, path: readonly string[]): TlcError {
    if (path.length === 1 && path[0] === 'steps') {
      return new TlcError('PIPELINE_DUPLICATE_STEP', `${at(offset(node))}: there is a step ${name} already`, {
        details: { step: name },
      });
    }
    return refuse(node, `the key ${[...path, name].join('.')} is there already`);
  }

  const refuse = (node: Node | null, message: string) =>
    new TlcError('PIPELINE_NOT_READABLE', `${at(offset(node))}: ${message}`);

  return plain(root, []);
}

const offset = (node: Node | null) => node?.range?.[0] ?? 0;
