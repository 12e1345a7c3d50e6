/** docs/pipelines.md: every operation with its inputs and keys, made from the classes that check them. */
import YAML from 'yaml';
import { keysTable, table } from './table.mjs';

const INTRO = `# Pipelines

<!-- Made by \`node tools/docs/generate.mjs\` from libs/operations. -->

A pipeline is a YAML or JSON document of named steps. YAML may repeat parts by aliases (\`*a\`) and merge keys (\`<<: *a\`).
\`tlc plan FILE\` says what it would do, \`tlc run FILE\` does it.

\`\`\`yaml
name: sst2 # a name; runs are called after it
seed: 1 # of everything random; a step may have its own
steps:
  vocabulary: { do: tokenizer.learn, corpus: data/SST-2, column: sentence, vocab_size: 8000 }
  sst2: { do: dataset.encode, tokenizer: vocabulary, task: glue/sst2, from: data/SST-2 }
  corpus: { do: dataset.encode, tokenizer: vocabulary, text: data/SST-2, column: sentence }
  pretrained:
    do: model.pretrain
    dataset: corpus
    architecture: { layers: 4, hidden_size: 256, heads: 4 }
    stop: { seconds: 60 }
  tuned: { do: model.finetune, model: pretrained, dataset: sst2, stop: { epochs: 1 } }
  int4: { do: compress, with: uniform-quantization, model: tuned, config: { bits: 4 } }
  score: { do: evaluate, model: int4, dataset: sst2, beside: tuned }
report: { compare: [tuned, int4] }
\`\`\`

A step says what it does (\`do\`), names its inputs, and gives its config, side by side. An input is

- the name of another step, which then runs first;
- \`artifact:ID\`, a result that the store has;
- a path: a file or folder of data, or a folder in the form of the artifact, such as a Hugging Face model folder. Relative
  paths start at the pipeline's file; those of a pipeline from stdin, and of \`--set\` where something is there, at the
  folder that the command runs in; those of a message at its \`folder\`.

[data.md](data.md) says which file of a folder is which split, and how labels and long texts are taken.

\`says\` is a sentence for people, shown when the step starts (\`says: Fine-tunes the large model, and stops early.\`); it
changes nothing.

Steps without a path between them may run in any order. A step whose recipe (operation, config with its defaults,
inputs, seed, versions) has a result in the store is not computed again.

## Steps of many values

\`matrix\` makes a step once for each value of a key (of several keys: for each combination), and with it the steps that
use it:

\`\`\`yaml
pruned:
  do: compress
  with: magnitude-pruning
  model: tuned
  matrix: { sparsity: [0.3, 0.6, 0.9] }
  config: { sparsity: '\${matrix.sparsity}' } # within { } a placeholder takes quotes
int: { do: compress, with: uniform-quantization, model: pruned, matrix: { bits: [4, 8] }, config: { bits: '\${matrix.bits}' } }
score: { do: evaluate, model: '\${matrix.of}', dataset: sst2, matrix: { of: [tuned, pruned, int] } }
\`\`\`

- The steps are called after the values: \`pruned-sparsity-0_3\`, \`int-sparsity-0_3-bits-4\`, …. (What names may not hold
  becomes \`_\`; an object is called by its \`name\`, or else by its place in the list.) They can be named one by one, too.
- A value may be an object of settings that go together: of \`{ task: [{ name: RTE, epochs: 3 }, …] }\` a step takes
  \`\${matrix.task.name}\` and \`\${matrix.task.epochs}\`.
- A placeholder alone takes the value as it is, a number or an object; within a longer text it is written out. It can
  stand in inputs, in the config and in \`seed\`; in configs also those of the steps that are used.
- A key is one key of the pipeline: where two steps have it, they are combined where its values agree.
- Where a list is taken, and in \`report.compare\`, the name of the step (\`pruned\`) stands for all that was made of it.
- A run has at most 10,000 steps.

## Values to set from outside

\`set\` names values that a pipeline uses as \`\${set.KEY}\`, anywhere in it: alone as the value is, within a longer text
written out. \`tlc plan\` and \`tlc run\` replace them with \`--set KEY=VALUE\`, once for each key; VALUE is read as YAML reads
it. Of messages, \`set\` of the request does the same. A key that the pipeline's own \`set\` lacks is refused.

\`\`\`yaml
set: { glue: data/glue, seeds: [1, 2, 3] }
steps:
  rte: { do: dataset.encode, tokenizer: model, task: RTE, from: '\${set.glue}/RTE' }
\`\`\`

    tlc run pipelines/glue.yaml --set glue=/data/glue --set seeds=[1]

## Files that may be missing

\`when: present\` leaves a step out where the files that it reads are not there, and with it the steps that use it: an input
that takes a list goes on with what is left. The plan and the run say of each such step what is not there. A task of GLUE is
there if its folder has every split that GLUE has of it (train, dev and test; both halves of MNLI's; of AX the test split
alone), a task of your own if it has a train split. It is an error if nothing is left that the pipeline ends with.

## GLUE

[pipelines/glue.yaml](../pipelines/glue.yaml) fine-tunes one model on every task of GLUE that a folder has, with several
seeds, and ends with the table and the zip for the leaderboard:

    tlc plan pipelines/glue.yaml --set model=models/MiniLM --set glue=data/glue
    tlc run pipelines/glue.yaml --set model=models/MiniLM --set glue=data/glue

The folder has GLUE's own folders: \`CoLA\`, \`SST-2\`, \`MRPC\`, \`STS-B\`, \`QQP\`, \`MNLI\`, \`QNLI\`, \`RTE\`, \`WNLI\`, and \`AX\`
with \`diagnostic.tsv\`. As on the leaderboard, a task's score is the mean of its measures (MNLI's halves are one task), and
the average that of the scores; the table says which tasks are in it, and ± is the 95 % interval of the mean over seeds, by
Student's t. \`submission.zip\` holds a file for each test set, of one model a task: the first, or the best on the dev set. The
diagnostic set is answered by the model of MNLI. The leaderboard wants all eleven files; which are missing, the step
says in its log. \`tlc artifacts export ID FOLDER\` writes the zip.

## Report

\`report\` names the steps whose models are put side by side in the table and in the HTML report:
\`{ compare: [tuned, int4], title: My models }\`. An \`evaluate\` step of each gives its row the scores.
`;

export function pipelinesDoc(operations, describeConfig) {
  return [INTRO, ...operations.map((operation) => section(operation, describeConfig(operation.config)))].join('\n');
}

function section(operation, keys) {
  const names = operation.services.map((name) => `\`${name}\``).join(' or ');
  const where = operation.services.length > 1 ? `${names}, by the plugin’s kind` : names;
  const inputs = table(
    ['input', 'takes', 'what it is'],
    operation.inputs.map((input) => [
      `\`${input.name}\`${input.optional ? '' : ' (needed)'}`,
      (input.takes === 'files'
        ? 'a path'
        : `${input.takes === 'scores' ? '' : 'a '}${input.takes}${input.orOf ? ` or a ${input.orOf}` : ''}`) +
        (input.list ? ', or a list' : ''),
      input.description,
    ]),
  );
  const config = keysTable(keys);
  return `## ${operation.name}

${operation.description} Makes: ${operation.makes}. Done by ${where}.

\`\`\`yaml
${YAML.stringify({ name: operation.example }, { collectionStyle: 'any', flowCollectionPadding: true }).replace('name:', 'step:').trimEnd()}
\`\`\`

${inputs}
${keys.length > 0 ? config : 'No config.\n'}`;
}
