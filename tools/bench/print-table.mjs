import Table from 'cli-table3';

const shown = (value) =>
  value === undefined ? '' : typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;

/** Prints rows of {name, value, unit, target, …} for a person, on standard error: standard output is for the JSON. */
export function printTable(title, rows) {
  const table = new Table({ head: [title, 'value', 'unit', 'target', 'more'], style: { head: [], border: [] } });
  for (const { name, value, unit, target, ...more } of rows) {
    const rest = Object.entries(more).map(([key, figure]) => `${key} ${shown(figure)}`);
    table.push([name, shown(value), unit ?? '', target === undefined ? '' : `≤ ${target}`, rest.join('\n')]);
  }
  console.error(table.toString());
}
