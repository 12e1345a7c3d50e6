/** docs/errors.md: every code with its cause and its fix, made from the catalogue. */
import { table } from './table.mjs';

const INTRO = `# Errors

<!-- Made by \`node tools/docs/generate.mjs\` from libs/contracts. -->

Every error has a code. In replies, events and \`--json\` output it comes as
\`{ "code", "message", "fix", "details" }\`: what happened, with names and values; what to do; and the same for programs.
The codes of set-up (\`SETUP_…\`) are in [setup.md](setup.md).

`;

export function errorsDoc(errors) {
  return (
    INTRO +
    table(
      ['code', 'why', 'what to do'],
      Object.entries(errors).map(([code, { why, fix }]) => [`\`${code}\``, why, fix]),
    )
  );
}
