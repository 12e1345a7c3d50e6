import { Argument, Command, Option } from 'commander';
import { VERSION } from '#contracts/light';
import { declareFitCommands } from './commands/declare-fit-commands.js';
import { declareModelCommands } from './commands/declare-model-commands.js';
import { storeSizeOption } from './commands/quantities.js';
import {
  type AddCommand,
  examples,
  EXIT_CODES,
  type Perform,
  formatsOption,
  wholeNumber,
} from './commands/declaring.js';
import type { Terminal } from './terminal/terminal.js';

const ENVIRONMENT = `
Environment:
  TLC_HOME      folder of results (the nearest .tlc from here upwards)
  TLC_INPUT_ROOTS  folders that inputs may come from, separated by colons
  TLC_PLUGINS   npm packages of compression plugins, separated by commas
  TLC_THREADS   threads of one operation, on a machine that is shared
  NO_COLOR      no colours

A NATS server of somebody else (docs/deploying.md has an example of each):
  TLC_NATS_URL        its address, as --server; several of a cluster separated by commas
  TLC_NATS_CONTEXT    a context of the nats program, as --context: name, or path of its file
  TLC_NATS_USER, TLC_NATS_PASSWORD     user and password
  TLC_NATS_TOKEN      token
  TLC_NATS_CREDS      file of credentials: a user’s JWT and seed
  TLC_NATS_NKEY       file with the seed of a user’s nkey
  TLC_NATS_CA         file of the authority that its certificate must come from; asks for TLS
  TLC_NATS_CERT, TLC_NATS_KEY          files of your own certificate; ask for TLS
  TLC_NATS_TLS_FIRST  true where TLS comes before the server’s greeting
  TLC_NATS_INBOX_PREFIX, TLC_NATS_DOMAIN   subject of replies, domain of JetStream
  TLC_NATS_REPLICAS, TLC_NATS_JOBS_BYTES, …   of the streams that are made there`;

/** The command line. Each command's code is loaded when it is called, so that none waits for what another needs.
 * @param perform does a command's work and takes its exit code */
export function createProgram(terminal: Terminal, perform: Perform): Command {
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
      .option('--context <name>', 'context of the nats program that says where its server is and how to get in')
      .option('--home <folder>', 'folder of results and runs (default: TLC_HOME, or the nearest .tlc upwards)')
      .option('--json', 'data as JSON on stdout')
      .option('-q, --quiet', 'say on stderr only what went wrong');
  const add: AddCommand = (parent, name, description, help = '') =>
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

  declareFitCommands({ program, add, perform, terminal, parallel });

  declareModelCommands({ program, add, perform, terminal });

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

  add(
    program,
    'events <run>',
    'What happened in a run: as JSON lines, or its curves for TensorBoard or an MLflow server.',
    examples(
      ['tlc events sst2-mh3k9x2a --tensorboard tb --follow', 'then: tensorboard --logdir tb'],
      ['tlc events sst2-mh3k9x2a --mlflow http://127.0.0.1:5000', 'an experiment, and a run for each step'],
    ),
  )
    .option('--tensorboard <folder>', 'write event files of TensorBoard there')
    .option('--mlflow <url>', 'tell an MLflow server')
    .option('--follow', 'go on until the run has ended')
    .action((run, options) =>
      perform(async () => (await import('./commands/events.js')).events(run, options, terminal), options),
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
  add(
    artifacts,
    'list',
    'All of them, newest first.',
    examples(
      ['tlc artifacts list --kind model', ''],
      ['tlc artifacts list --csv > results.csv', 'figures of all, for a spreadsheet or a notebook'],
    ),
  )
    .option('--csv', 'a row each as CSV, with a column for each figure')
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
    .addOption(formatsOption('write a model for these instead'))
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
    'observations',
    'What the jobs showed: recipes, sizes, times, tokens, losses, scores; of removed results, too.',
    examples(
      ['tlc observations --operation model.finetune', ''],
      ['tlc observations --csv > observed.csv', 'every size, key, figure and score as a column'],
    ),
  )
    .option('--operation <name>', 'only of this operation, such as model.finetune')
    .option('--csv', 'a row each as CSV')
    .action((options) =>
      perform(async () => (await import('./commands/observations.js')).observations(options, terminal), options),
    );

  add(
    program,
    'clean',
    'Free space: what ended jobs left, and results by age and size. Says first what goes, and asks.',
    examples(
      ['tlc clean --dry-run', 'what failed and cancelled jobs left'],
      ['tlc clean --older-than 30 --yes', 'results of more than 30 days too, but for models with a name'],
      ['tlc clean --max-size 20GB', 'the oldest results, until 20 GB are left'],
    ),
  )
    .option('--older-than <days>', 'results, and what was left over, from before', wholeNumber)
    .option('--max-size <size>', 'the oldest results until so much is left, in MB or GB', storeSizeOption)
    .option('--dry-run', 'only say what would go')
    .option('-y, --yes', 'do not ask')
    .action((options) => perform(async () => (await import('./commands/clean.js')).clean(options, terminal), options));

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

  add(
    program,
    'completion',
    'What a shell evaluates to complete commands, options, artifacts, names and pipelines.',
    examples(
      ['source <(tlc completion bash)', 'in ~/.bashrc; tlc must be on PATH'],
      ['tlc completion zsh > ~/.zfunc/_tlc', 'in a folder of fpath'],
      ['tlc completion fish | source', 'in ~/.config/fish/config.fish'],
    ),
  )
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action((shell, options) =>
      perform(async () => (await import('./commands/completion.js')).completion(shell, terminal), options),
    );

  return program;
}
