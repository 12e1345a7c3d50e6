import Table from 'cli-table3';

const shown = (value) =>
  value === undefined ? '' : typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;

/**
 * Prints rows for a person, on standard error: standard output is for the JSON. A row is {name, value, unit, target, beside,
 * …}; `beside` has for each peer its {value, ratio, least, most, at_most, at_least}. Lists, such as curves, are left
 * to the JSON.
 */
export function printTable(title, rows) {
  const head = [title, 'value', 'unit', 'target', 'beside: ratio (least to most)', 'more'];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const { name, value, unit, target, beside = {}, ...more } of rows) {
    const peers = Object.entries(beside).map(([peer, figures]) => `${peer} ${compared(figures)}`);
    const figures = Object.entries(more).filter(([, figure]) => !Array.isArray(figure));
    const rest = figures.map(([key, figure]) => `${key} ${shown(figure)}`);
    const wanted = target === undefined ? '' : `≤ ${target}`;
    table.push([name, shown(value), unit ?? '', wanted, peers.join('\n'), rest.join('\n')]);
  }
  console.error(table.toString());
}

function compared({ value, ratio, least, most, at_most: atMost, at_least: atLeast }) {
  const wanted = atMost !== undefined ? `, wanted ≤ ${atMost}` : atLeast !== undefined ? `, wanted ≥ ${atLeast}` : '';
  return `${shown(value)}: ${shown(ratio)} (${shown(least)} to ${shown(most)})${wanted}`;
}
