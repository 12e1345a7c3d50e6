import { type Command, Option } from 'commander';
import type { Terminal } from '../terminal/terminal.js';
import { type AddCommand, examples, type Perform, formatsOption, wholeNumber } from './declaring.js';
import { durationOption, latencyOption, sizeOption } from './quantities.js';

/** Declares the commands that lead from data to a model, and to what sizes and compression are worth. */
export function declareFitCommands(on: {
  readonly program: Command;
  readonly add: AddCommand;
  readonly perform: Perform;
  readonly terminal: Terminal;
  readonly parallel: Option;
}): void {
  const { program, add, perform, terminal, parallel } = on;
  const budgeted = (command: Command) =>
    command
      .addOption(
        new Option('--train <duration>', 'training time in all, a tenth of it for pilots')
          .argParser(durationOption)
          .default(600, '10m'),
      )
      .option('--max-bytes <size>', 'how large the model may be (default: a tenth of its start)', sizeOption)
      .option('--max-latency <time>', 'how long one text may take, on one thread of ONNX Runtime', latencyOption)
      .option('--from <model>', 'pre-trained model: a folder, or hub:OWNER/NAME; or scratch: none (default: MiniLM)')
      .option('--scratch', 'compare with models that are trained from scratch on the text of the data, too')
      .option('--metric <name>', 'what it is measured by (default: what is usual for the data)')
      .option('--task <name>', 'GLUE task whose columns the files have, such as glue/sst2')
      .option(
        '--text-columns <names...>',
        'column of the text, or of the two texts of a pair (default: by usual names)',
      )
      .option('--label-column <name>', 'column of the label (default: by usual names)')
      .option('--labels <names...>', 'class names by label, such as 0=negative 1=positive (default: the labels)')
      .option('--seed <n>', 'seed of everything random', wholeNumber, 1);

  budgeted(
    add(
      program,
      'fit <data>',
      'From labelled data to a model within a budget of time, bytes and latency.',
      examples(
        ['tlc fit reviews.csv', 'ten minutes, a tenth of the bytes'],
        ['tlc fit reviews.csv --train 20m --max-bytes 4MB', ''],
        ['tlc fit data/SST-2 --task sst2 --for onnx', 'an ONNX file, too'],
        ['tlc fit reviews.csv --from scratch', 'nothing pre-trained: the data alone'],
      ),
    ),
  )
    .option('-o, --output <folder>', 'folder of the result (default: one called after the data)')
    .addOption(formatsOption('write the model for these, too'))
    .action((data, options) => perform(async () => (await import('./fit.js')).fit(data, options, terminal), options));

  budgeted(
    add(
      program,
      'recommend <data>',
      'Which model to make of labelled data within a budget, what to expect of it, and why.',
      examples(['tlc recommend reviews.csv --train 20m --max-bytes 4MB', 'tries for two minutes, and says']),
    ),
  ).action((data, options) =>
    perform(async () => (await import('./recommend.js')).recommend(data, options, terminal), options),
  );

  add(
    program,
    'study <document>',
    'Train several sizes by several seeds, compress them, and say which claims of the paper hold.',
    examples(
      ['tlc study pipelines/sizes-study.yaml', 'tables with intervals, a verdict for each claim'],
      ['tlc study study.yaml --print', 'the ordinary pipeline that it stands for'],
    ),
  )
    .option('--print', 'print the pipeline instead of running it')
    .option('--fresh', 'compute every step again')
    .addOption(parallel)
    .action((file, options) =>
      perform(async () => (await import('./study.js')).study(file, options, terminal), options),
    );
}
