/** Characters that a column is wider than its title, at least. */
const ROOM = 2;

const lengthOf = (text: string) => Array.from(text).length;

/** A table as sacreBLEU prints it: the first column to the right, the others centred, cells of several lines. */
export function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(lengthOf(title) + ROOM, ...rows.flatMap((row) => row[column].split('\n').map(lengthOf))),
  );
  const placed = (text: string, column: number) => {
    const room = widths[column] - lengthOf(text);
    const right = column === 0 ? 0 : Math.ceil(room / 2);
    return ' '.repeat(room - right) + text + ' '.repeat(right);
  };
  const lines = (row: readonly string[]) => {
    const cells = row.map((cell) => cell.split('\n'));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from(
      { length: height },
      (_, line) => `│ ${cells.map((cell, column) => placed(cell[line] ?? '', column)).join(' │ ')} │`,
    ).join('\n');
  };
  const rule = (left: string, dash: string, cross: string, right: string) =>
    left + widths.map((width) => dash.repeat(width + 2)).join(cross) + right;
  return [
    rule('╒', '═', '╤', '╕'),
    lines(head),
    rule('╞', '═', '╪', '╡'),
    rows.map(lines).join(`\n${rule('├', '─', '┼', '┤')}\n`),
    rule('╘', '═', '╧', '╛'),
  ].join('\n');
}
