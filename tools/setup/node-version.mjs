/**
 * Whether a version of Node is in a range such as `>=20.19 <21 || >=22.12`, which is all of the syntax that
 * package.json's `engines` uses. npm's own parser is a package, and packages come after this check.
 *
 * @param {string} version
 * @param {string} range
 */
export function isInRange(version, range) {
  return range.split('||').some((all) =>
    all
      .trim()
      .split(/\s+/)
      .every((bound) => keeps(version, bound)),
  );
}

/** @param {string} version @param {string} bound */
function keeps(version, bound) {
  const [, operator, limit] = /^(>=|<)([\d.]+)$/.exec(bound) ?? [];
  if (!limit) throw new Error(`cannot read the version bound ${bound} in package.json`);
  const order = compare(version, limit);
  return operator === '>=' ? order >= 0 : order < 0;
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  const [left, right] = [a, b].map((text) => text.replace(/^v/, '').split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const order = (left[i] ?? 0) - (right[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
