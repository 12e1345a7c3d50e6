/** The name that a pattern, where `*` stands for any letters, fits with the fewest letters changed; the first of several. */
export function nearestTo(pattern: string, names: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly changes: number } | undefined;
  for (const name of names) {
    const changes = changesBetween(pattern, name);
    if (!best || changes < best.changes) best = { name, changes };
  }
  return best?.name;
}

/** Letters to put in, leave out or replace until the pattern fits the name (Wagner and Fischer 1974, with `*` free). */
function changesBetween(pattern: string, name: string): number {
  let row = Array.from({ length: name.length + 1 }, (_, i) => i);
  for (const letter of pattern) {
    const next = [row[0] + (letter === '*' ? 0 : 1)];
    for (let i = 1; i <= name.length; i++) {
      next[i] =
        letter === '*'
          ? Math.min(row[i], next[i - 1])
          : Math.min(row[i - 1] + (letter === name[i - 1] ? 0 : 1), row[i] + 1, next[i - 1] + 1);
    }
    row = next;
  }
  return row[name.length];
}
