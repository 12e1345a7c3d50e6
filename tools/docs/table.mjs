/** A Markdown table. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** The keys of a config or message, as `describeConfig` gives them. */
export function keysTable(keys) {
  return table(
    ['key', 'value', 'default', 'what it is'],
    keys.map((key) => [
      `\`${key.key}\`${key.required ? ' (needed)' : ''}`,
      key.allowed,
      key.default === undefined ? '' : `\`${key.default}\``,
      key.description,
    ]),
  );
}
