/** docs/families.md: every family of models with its classes, heads and own keys, made from the declarations. */
import { keysTable, table } from './table.mjs';

const INTRO = `# Families of models

<!-- Made by \`node tools/docs/generate.mjs\` from libs/families. -->

A family is chosen by \`architecture.family\` of \`model.pretrain\`, or by the \`model_type\` of a folder that is imported.
Each gives the answers of Transformers' classes to 1e-4 with every head, is written as those classes read it, and is
exported to ONNX. Beside its own heads each has \`embeddings\`, a vector for each text ([models.md](models.md)). Types marked TLC are TLC's own: Transformers has no class for them and refuses them by name, their answers
are compared with models written in PyTorch (tools/reference), and \`model.export\` writes ONNX of them only.
[CONTRIBUTING.md](../CONTRIBUTING.md) says how a family is added: one folder.

`;

/** @param architectureKeys keys that all families share */
export function familiesDoc(families, describeConfig, architectureKeys) {
  const rows = families.map(({ id, title, paper, files, heads }) => [
    `\`${id}\``,
    `${title} (${paper})`,
    Object.entries(files.classes)
      .map(([type, name]) => `\`${type}\`: ${files.own?.includes(type) ? 'TLC' : `${name}…`}`)
      .join(', '),
    Object.keys(heads).join(', '),
  ]);
  const shared = new Set(architectureKeys);
  const own = families.flatMap(({ id, title, note, architecture }) => {
    const keys = describeConfig(architecture).filter(({ key }) => !shared.has(key) && key !== 'family');
    const table = `Beside those of every family, with \`family: ${id}\`:\n\n${keysTable(keys)}`;
    const parts = [...(note ? [`${note}\n`] : []), ...(keys.length > 0 ? [table] : [])];
    return parts.length > 0 ? [`## ${keys.length > 0 ? 'Keys of ' : ''}${title}\n\n${parts.join('\n')}`] : [];
  });
  return `${INTRO}${table(['family', 'model', 'types in files, classes', 'heads'], rows)}\n${own.join('\n')}`;
}
