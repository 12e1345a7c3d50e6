import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** The house's layers, bottom to top: each may use only those named here. A plugin never uses another plugin. */
const LAYERS = {
  contracts: [],
  messaging: ['contracts'],
  http: ['contracts'],
  artifacts: ['contracts'],
  hub: ['contracts'],
  random: ['contracts'],
  costs: [],
  decoding: ['contracts'],
  engine: ['contracts', 'artifacts', 'random', 'costs'],
  text: ['contracts', 'artifacts', 'random'],
  metrics: ['contracts', 'artifacts'],
  families: ['contracts', 'artifacts', 'costs'],
  fit: ['contracts', 'text', 'metrics', 'families'],
  methods: ['contracts', 'families'],
  memory: ['contracts', 'text', 'costs', 'families', 'fit'],
  report: ['contracts', 'artifacts', 'metrics'],
  observations: ['contracts', 'artifacts', 'families'],
  jobs: ['contracts', 'artifacts', 'hub', 'text', 'families', 'fit', 'memory'],
};

/** Each of these may use those before it, too: what computes. */
LAYERS.models = ['contracts', 'artifacts', 'decoding', 'engine', 'text', 'families', 'fit'];
LAYERS.onnx = [...LAYERS.models, 'models'];
LAYERS.evaluation = [...LAYERS.onnx, 'metrics', 'onnx'];
LAYERS.serving = ['contracts', 'http', 'artifacts', 'engine', 'text', 'families', 'models'];
LAYERS.training = [...LAYERS.models, 'metrics', 'memory', 'models', 'evaluation'];
LAYERS.compression = [...LAYERS.training, 'methods', 'training'];
LAYERS.plugin = [...LAYERS.compression.filter((layer) => layer !== 'metrics'), 'compression'];

/** What computes. */
const WORK = [
  'hub',
  'engine',
  'text',
  'metrics',
  'families',
  'fit',
  'methods',
  'memory',
  'models',
  'onnx',
  'evaluation',
  'training',
  'compression',
];

/** An operation never uses another operation. */
LAYERS.operation = ['contracts', 'artifacts', ...WORK, 'jobs'];
LAYERS.pipelines = ['contracts', 'artifacts', 'messaging', 'methods', 'observations', 'jobs'];
LAYERS.study = [
  'contracts',
  'artifacts',
  'random',
  'hub',
  'text',
  'families',
  'fit',
  'observations',
  'jobs',
  'pipelines',
];
LAYERS.runtime = ['contracts', 'http', 'artifacts', 'messaging', 'observations', 'jobs'];
LAYERS.app = ['contracts', 'artifacts', 'messaging', 'observations', 'jobs', 'pipelines', 'study', 'runtime'];

/** The one service that computes in its own process. */
LAYERS['serving-app'] = [...LAYERS.app, 'serving', 'http'];

/** `tlc` starts the services in its own process, so it alone may use one. */
LAYERS.cli = [...LAYERS.app, ...WORK, 'serving', 'report', 'app', 'serving-app'];

/** Packages that only one library may import: [pattern, the folder that may]. */
const DOORS = [
  ['@tensorflow/*', 'libs/engine'],
  ['onnxruntime-node', 'libs/onnx'],
  ['@nats-io/*', 'libs/messaging'],
  ['@huggingface/*', 'libs/hub'],
  ['yauzl', 'libs/artifacts'],
];

/** The two rules that keep every door but those of `folder` shut: one for imports, one for import(). */
function doorsFor(folder) {
  const shut = DOORS.filter(([, home]) => home !== folder);
  const message = (group, home) => `Only ${home} imports ${group}.`;
  return {
    'no-restricted-imports': [
      'error',
      { patterns: shut.map(([group, home]) => ({ group: [group], message: message(group, home) })) },
    ],
    'no-restricted-syntax': [
      'error',
      ...shut.map(([group, home]) => ({
        selector: `ImportExpression[source.value=/^${group.replace('*', '').replaceAll('/', '\\u002F')}/]`,
        message: message(group, home),
      })),
    ],
  };
}

/** The layer rule. Lazy imports are for what takes long to load, wherever else it may be loaded at once.
 * @param allow imports of applications, which the rule refuses otherwise */
function boundaries(allow) {
  return {
    '@nx/enforce-module-boundaries': [
      'error',
      {
        allow,
        checkDynamicDependenciesExceptions: ['.*'],
        depConstraints: Object.entries(LAYERS).map(([layer, below]) => ({
          sourceTag: `layer:${layer}`,
          onlyDependOnLibsWithTags: below.map((name) => `layer:${name}`),
        })),
      },
    ],
  };
}

export default [
  { ignores: ['**/dist', '**/node_modules', '.nx', '.tlc', '**/fixtures', 'tools/boundaries/probes'] },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      ...boundaries([]),
      ...doorsFor(undefined),
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...DOORS.map(([, home]) => ({
    files: [`${home}/**/*.ts`],
    rules: doorsFor(home),
  })),
  { files: ['apps/cli/**/*.ts'], rules: { 'no-console': 'off', ...boundaries(['#apps/**']) } },
  prettier,
];
