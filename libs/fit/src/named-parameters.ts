import { namePattern, nearest, wrongValue } from '#contracts';

/** The names that the patterns of a key stand for.
 * @throws TlcError CONFIG_WRONG_VALUE for a pattern that no name fits, with the nearest one */
export function namesOf(key: string, patterns: readonly string[], names: readonly string[]): ReadonlySet<string> {
  return new Set(
    patterns.flatMap((pattern) => {
      const expression = namePattern(pattern);
      const found = names.filter((name) => expression.test(name));
      if (found.length > 0) return found;
      const near = nearest(pattern, names);
      throw wrongValue(key, pattern, `the name of a parameter of the model${near ? `, such as ${near}` : ''}`);
    }),
  );
}
