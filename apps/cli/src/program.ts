import { Command, InvalidArgumentError, Option } from 'commander';
import { VERSION } from '#contracts/light';
import { declareScoreOptions } from './scores/declare.js';
import type { Terminal } from './terminal/terminal.js';

const EXIT_CODES = `
Exit codes:
  0    done
  1    the run failed (or something of this machine did)
  2    bad usage, or a pipeline, name or file that is at fault
  3    no server answers, or a service is missing there
  130  cancelled`;

const ENVIRONMENT = `
Environment:
  TLC_HOME      folder of results (the nearest .tlc from here upwards)
  TLC_NATS_URL  a NATS server to use, as --server
  TLC_INPUT_ROOTS  folders that inputs may come from, separated by colons
  TLC_PLUGINS   npm packages of compression plugins, separated by commas
  TLC_THREADS   threads of one operation, on a machine that is shared
  NO_COLOR      no colours`;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && text.trim() !== '') return value;
  throw new InvalidArgumentError('It must be a whole number.');
}

const examples = (...lines: readonly (readonly [command: string, what: string])[]) =>
  `\nExamples:\n${lines.map(([command, what]) => `  ${command.padEnd(42)}${what}`).join('\n')}`;

/** A command's work; returns the exit code. */
type Work = () => Promise<number>;

/** The command line. Each command's code is loaded when it is called, so that none waits for what another needs.
 * @param perform does a command's work and takes its exit code */
export function createProgram(
  terminal: Terminal,
  perform: (work: Work, options: { json?: boolean; quiet?: boolean }) => Promise<void>,
): Command {
  const program = new Command('tlc')
    .description('Train Large, Then Compress: train a large Transformer, stop it early, compress it hard.')
    .version(VERSION, '-V, --version')
    .showHelpAfterError('(tlc --help lists the commands)')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `${examples(['tlc run pipelines/sst2.yaml', 'the main job'], ['tlc doctor', 'is everything there?'])}\n${EXIT_CODES}\n${ENVIRONMENT}`,
    );

  const common = (command: Command) =>
    command
      .option('--server <url>', 'NATS server to use instead of one of its own')
      .option('--home <folder>', 'folder of results and runs (default: TLC_HOME, or the nearest .tlc upwards)')
      .option('--json', 'data as JSON on stdout')
      .option('-q, --quiet', 'say on stderr only what went wrong');
  const add = (parent: Command, name: string, description: string, help = '') =>
    common(parent.command(name).description(description)).addHelpText('after', `${help}\n${EXIT_CODES}`);
  const parallel = new Option('--parallel <n>', 'training, compressing and evaluating steps at a time')
    .argParser(wholeNumber)
    .default(1);

  const set = () =>
    new Option(
      '--set <key=value>',
      'a value for a key of the pipeline’s own `set`, as YAML reads it; may be repeated',
    ).argParser((text: string, before: readonly string[] = []) => [...before, text]);

  add(
    program,
    'up',
    'Start all services and keep them running.',
    examples(['tlc up', 'with a private NATS server'], ['tlc up --server nats://broker:4222', 'at a server of yours']),
  )
    .option('--port <n>', 'port of the private server (default: any free one)', wholeNumber)
    .addOption(parallel)
    .action((options) => perform(async () => (await import('./commands/up.js')).up(options, terminal), options));

  add(
    program,
    'run <file>',
    'Run a pipeline: live progress, then a table and a report.',
    examples(
      ['tlc run pipelines/sst2.yaml', 'finished steps are not computed again'],
      ['tlc run p.yaml --set epochs=1', 'another value for a key of its `set`'],
      ['tlc run p.yaml --json > result.json', 'data on stdout, progress on stderr'],
      ['tlc run - < p.yaml', 'from stdin'],
    ),
  )
    .option('--fresh', 'compute every step again')
    .addOption(set())
    .addOption(parallel)
    .action((file, options) =>
      perform(async () => (await import('./commands/run.js')).run(file, options, terminal), options),
    );

  add(
    program,
    'plan <file>',
    'What a pipeline would run: what is there already, sizes, memory, time, warnings.',
    examples(['tlc plan pipelines/sst2.yaml', ''], ['tlc plan p.yaml --json | jq .warnings', '']),
  )
    .option('--fresh', 'as if nothing were there')
    .addOption(set())
    .action((file, options) =>
      perform(async () => (await import('./commands/plan.js')).plan(file, options, terminal), options),
    );

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
      perform(
        async () => (await import('./commands/predict.js')).predict(model, file ?? '-', options, terminal),
        options,
      ),
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
    perform(async () => (await import('./commands/score.js')).score(files, options, terminal), options),
  );

  add(
    program,
    'translate <model> [file]',
    'Translations of texts: a line for each line.',
    examples(
      ['tlc translate 3f2a < news.en > news.de', 'an artifact, or a folder; from stdin, line by line'],
      ['tlc translate 3f2a news.en --beam 5 --nbest 3', 'number of the text, score and translation, between tabs'],
    ),
  )
    .option('--beam <n>', 'continuations of a text that are followed at once', wholeNumber, 5)
    .option('--nbest <n>', 'translations of each text', wholeNumber, 1)
    .option('--length-penalty <n>', 'power of its length by which the score of a text is divided', Number, 1)
    .action((model, file, options) =>
      perform(
        async () => (await import('./commands/translate.js')).translate(model, file ?? '-', options, terminal),
        options,
      ),
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
      perform(async () => (await import('./commands/serve.js')).serve(model, options, terminal), options),
    );

  const models = program.command('models').description('Names and versions of models.');
  add(models, 'list', 'All names.', examples(['tlc models list', ''])).action((options) =>
    perform(async () => (await import('./commands/models.js')).listModels(options, terminal), options),
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
    perform(async () => (await import('./commands/models.js')).tagModel(id, name, options, terminal), options),
  );
  add(
    models,
    'untag <name>',
    'Take a name back; the model stays.',
    examples(['tlc models untag sentiment:3', '']),
  ).action((name, options) =>
    perform(async () => (await import('./commands/models.js')).untagModel(name, options, terminal), options),
  );

  add(
    program,
    'status [run]',
    'The newest runs, or one with its steps.',
    examples(['tlc status', ''], ['tlc status sst2-mh3k9x2a', '']),
  )
    .option('--limit <n>', 'runs in the list', wholeNumber, 20)
    .action((run, options) =>
      perform(async () => (await import('./commands/status.js')).status(run, options, terminal), options),
    );

  add(
    program,
    'cancel <run>',
    'Give up a run; finished steps are kept.',
    examples(['tlc cancel sst2-mh3k9x2a', '']),
  ).action((run, options) =>
    perform(async () => (await import('./commands/cancel.js')).cancel(run, options, terminal), options),
  );

  add(
    program,
    'logs <run>',
    'What the steps of a run said.',
    examples(['tlc logs sst2-mh3k9x2a --follow', 'until it has ended']),
  )
    .option('--follow', 'go on until the run has ended')
    .action((run, options) =>
      perform(async () => (await import('./commands/logs.js')).logs(run, options, terminal), options),
    );

  const plugins = program.command('plugins').description('The compression plugins.');
  add(plugins, 'list', 'All that are installed.').action((options) =>
    perform(async () => (await import('./commands/plugins.js')).listPlugins(options, terminal), options),
  );
  add(
    plugins,
    'show <id>',
    'One, with the documentation of its config.',
    examples(['tlc plugins show magnitude-pruning', '']),
  ).action((id, options) =>
    perform(async () => (await import('./commands/plugins.js')).showPlugin(id, options, terminal), options),
  );

  const artifacts = program
    .command('artifacts')
    .description('The results in the store. The first letters of an id are enough.');
  add(artifacts, 'list', 'All of them, newest first.', examples(['tlc artifacts list --kind model', '']))
    .addOption(new Option('--kind <kind>', 'only these').choices(['tokenizer', 'dataset', 'model', 'scores', 'export']))
    .action((options) =>
      perform(async () => (await import('./commands/artifacts.js')).listArtifacts(options, terminal), options),
    );
  add(
    artifacts,
    'show <id>',
    'The manifest: recipe, files, figures.',
    examples(['tlc artifacts show 3f2a', '']),
  ).action((id, options) =>
    perform(async () => (await import('./commands/artifacts.js')).showArtifact(id, options, terminal), options),
  );
  add(artifacts, 'lineage <id>', 'All that it was made from.', examples(['tlc artifacts lineage 3f2a', ''])).action(
    (id, options) =>
      perform(async () => (await import('./commands/artifacts.js')).showLineage(id, options, terminal), options),
  );
  add(
    artifacts,
    'export <id> <folder>',
    'Copy its files, verified, to a folder; of a model, in another form.',
    examples(
      ['tlc artifacts export 3f2a ./my-model', 'the files as they are'],
      ['tlc artifacts export 3f2a ./my-model --for transformers onnx', ''],
    ),
  )
    .addOption(
      new Option('--for <formats...>', 'write a model for these instead: dense float32, or an ONNX file').choices([
        'transformers',
        'onnx',
      ]),
    )
    .action((id, folder, options) =>
      perform(
        async () => (await import('./commands/export-artifact.js')).exportArtifact(id, folder, options, terminal),
        options,
      ),
    );
  add(
    artifacts,
    'remove <id>',
    'Remove it: it is computed again when it is needed.',
    examples(['tlc artifacts remove 3f2a', '']),
  ).action((id, options) =>
    perform(async () => (await import('./commands/artifacts.js')).removeArtifact(id, options, terminal), options),
  );

  add(
    program,
    'report <run>',
    'The table and the HTML report of a run.',
    examples(['tlc report sst2-mh3k9x2a', '']),
  ).action((run, options) =>
    perform(async () => (await import('./commands/report.js')).report(run, options, terminal), options),
  );

  add(
    program,
    'compare <run> <other>',
    'Scores, sizes and speeds of two runs side by side, with differences.',
    examples(['tlc compare sst2-mh3k9x2a sst2-mh3m2b7c', 'models are matched by the names of their steps']),
  ).action((run, other, options) =>
    perform(async () => (await import('./commands/compare.js')).compare(run, other, options, terminal), options),
  );

  add(
    program,
    'doctor',
    'What is installed, which engine, how fast it is.',
    examples(['tlc doctor --json', '']),
  ).action((options) => perform(async () => (await import('./commands/doctor.js')).doctor(options, terminal), options));

  return program;
}
