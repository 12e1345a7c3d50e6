import { type Command, Option } from 'commander';
import { declareScoreOptions } from '../scores/declare.js';
import type { Terminal } from '../terminal/terminal.js';
import { type AddCommand, examples, EXIT_CODES, type Perform, wholeNumber } from './declaring.js';

/** Declares the commands that use a model, and those that score and name what it is worth. */
export function declareModelCommands(on: {
  readonly program: Command;
  readonly add: AddCommand;
  readonly perform: Perform;
  readonly terminal: Terminal;
}): void {
  const { program, add, perform, terminal } = on;

  add(
    program,
    'predict <model> [file]',
    'What a model answers for texts: a line for each, with its label and probability.',
    examples(
      ['tlc predict 3f2a reviews.txt', 'an artifact, or a folder; a text on each line'],
      ['tlc predict ./my-model < reviews.txt', 'from stdin, line by line'],
      ['tlc predict 3f2a a.csv --column text --top 3', 'a column of a file of rows'],
    ),
  )
    .option('--column <names...>', 'column of the text in a TSV, CSV, JSON lines or Parquet file, or columns of a pair')
    .option('--top <n>', 'name the n most probable labels', wholeNumber)
    .addOption(
      new Option('--format <format>', 'tabs between label and probability, or JSON lines')
        .choices(['tsv', 'jsonl'])
        .default('tsv'),
    )
    .action((model, file, options) =>
      perform(async () => (await import('./predict.js')).predict(model, file ?? '-', options, terminal), options),
    );

  declareScoreOptions(
    program
      .command('score <files...>')
      .description('BLEU, chrF and TER of translations, as sacreBLEU prints them: tlc score HYP REF...')
      .addHelpText(
        'after',
        `${examples(
          ['tlc score out.de ref.de', 'BLEU of a file against one of references, or several'],
          ['tlc score - ref.de < out.de', 'from stdin; systems between tabs'],
          ['tlc score out.de ref.de -m bleu chrf ter', 'all measures; --chrf-word-order 2 for chrF++'],
          ['tlc score ref.de -i a.de b.de --paired-bs', 'is b other than a?'],
        )}\n${EXIT_CODES}`,
      ),
    wholeNumber,
  ).action((files, options) =>
    perform(async () => (await import('./score.js')).score(files, options, terminal), options),
  );

  add(
    program,
    'translate <model> [file]',
    'Translations of texts: a line for each line.',
    examples(
      ['tlc translate 3f2a < news.en > news.de', 'an artifact, or a folder; from stdin, line by line'],
      ['tlc translate 3f2a news.en --beam 5 --nbest 3', 'number of the text, score and translation, between tabs'],
      ['tlc translate 3f2a news.en --sample --top-p 0.9', 'drawn, not searched for; --seed for others'],
    ),
  )
    .option('--beam <n>', 'continuations of a text that are followed at once', wholeNumber, 5)
    .option('--nbest <n>', 'translations of each text', wholeNumber, 1)
    .option('--length-penalty <n>', 'power of its length by which the score of a text is divided', Number, 1)
    .option('--sample', 'draw translations by their probability in place of searching for the best')
    .option('--temperature <n>', 'with --sample: below 1 probable tokens become more so', Number)
    .option('--top-k <n>', 'with --sample: only so many of the most probable tokens', wholeNumber)
    .option('--top-p <n>', 'with --sample: only the most probable tokens that have this share together', Number)
    .option('--seed <n>', 'with --sample: with the text it decides the translation; 1 if left out', wholeNumber)
    .action((model, file, options) =>
      perform(async () => (await import('./translate.js')).translate(model, file ?? '-', options, terminal), options),
    );

  add(
    program,
    'serve <model>',
    'A model over HTTP (Open Inference Protocol), until Ctrl-C; prints a curl line to try.',
    examples(
      ['tlc serve 3f2a', 'an artifact'],
      ['tlc serve sentiment:3', 'by name; `tlc serve sentiment` follows the name'],
      ['tlc serve ./my-model --http 9000', 'a folder'],
    ),
  )
    .option('--http <port>', 'port; 0 takes any free one', wholeNumber, 8000)
    .option('--host <address>', 'address to listen at; 0.0.0.0 for other machines', '127.0.0.1')
    .action((model, options) =>
      perform(async () => (await import('./serve.js')).serve(model, options, terminal), options),
    );

  const models = program.command('models').description('Names and versions of models.');
  add(models, 'list', 'All names.', examples(['tlc models list', ''])).action((options) =>
    perform(async () => (await import('./models.js')).listModels(options, terminal), options),
  );
  add(
    models,
    'tag <id> <name>',
    'Give a model a name, or move the name to it: services that serve it follow.',
    examples(
      ['tlc models tag 3f2a sentiment:3', ''],
      ['tlc models tag sentiment:3 sentiment', '`sentiment` alone is its version latest, else the highest'],
    ),
  ).action((id, name, options) =>
    perform(async () => (await import('./models.js')).tagModel(id, name, options, terminal), options),
  );
  add(
    models,
    'untag <name>',
    'Take a name back; the model stays.',
    examples(['tlc models untag sentiment:3', '']),
  ).action((name, options) =>
    perform(async () => (await import('./models.js')).untagModel(name, options, terminal), options),
  );
}
