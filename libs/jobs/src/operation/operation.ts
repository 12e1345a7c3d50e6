import type { ArtifactKind, ConfigClass } from '#contracts';
import type { Forecast, StepToPlan } from '../forecast/forecast.js';
import type { ChoosePlugin } from '../resolve/plugin-choice.js';
import type { OperationContext, OperationResult } from './context.js';
import type { GivenKeys } from './given-keys.js';

/** An input of an operation. `files`: a path to a file or folder; else an artifact of that kind (a step's name,
 * `artifact:ID`, or the path of a folder in that form, such as a Hugging Face model folder). */
export interface InputSpec {
  readonly name: string;
  readonly takes: 'files' | ArtifactKind;
  /** Another kind whose artifacts hold one, too: a model has its tokenizer. */
  readonly orOf?: ArtifactKind;
  readonly optional?: boolean;
  /** Takes a list of one or more. */
  readonly list?: boolean;
  /** Of `files`: takes a model of the hub, too, as `hub:organisation/name@revision`. The operation gets it so, with the
   * commit, and fetches it. */
  readonly orHub?: boolean;
  readonly description: string;
}

/** What a step can `do`: a plain object, the default export of a folder under libs/operations. Nobody keeps a list. */
export interface Operation<C extends object = object> {
  /** As a step's `do` has it, and the folder's name. */
  readonly name: string;
  /** The services that do it; of several, the compression plugin that the config names says which. */
  readonly services: readonly string[];
  readonly makes: ArtifactKind;
  readonly inputs: readonly InputSpec[];
  readonly config: ConfigClass<C>;
  /** Keeps the processor busy for seconds or more, so that it would disturb the clock of a training beside it. */
  readonly heavy: boolean;
  /** Part of the recipe: raised when the same config gives other bytes than before. */
  readonly version: number;
  readonly description: string;
  /** A step as it stands in a pipeline. */
  readonly example: Readonly<Record<string, unknown>>;
  /** By service, a job that can be done at once in a checkout's folder: what docs/messages.md shows for the queue. */
  readonly exampleJobs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Seconds that it takes on two cores where no config limits them and none ran before. */
  readonly usualSeconds?: number;
  /** What must hold between keys and inputs, beyond what the class of the config says; planner and job call it.
   * @throws TlcError naming the key */
  rules?(given: GivenKeys<C>): void;
  /** Of a step with `when: present` whose paths are there: what its files lack, in words; undefined where nothing. Left out,
   * a path that is there has all. */
  absence?(step: PresenceQuery<C>): Promise<string | undefined>;
  /** Looks at the beginning of the files that a step reads, before it becomes a job.
   * @throws TlcError for the first row that cannot be read, by its number and column, without what stands there */
  examine?(step: PresenceQuery<C>): Promise<void>;
  /** What it will make, told from its config and from what is known of its inputs: it reads no data and computes nothing.
   * @throws TlcError for what cannot be done, whatever the data are */
  plan(step: StepToPlan<C>): Forecast | Promise<Forecast>;
  /** Loads what does it, and with it the engine: only child processes do. */
  load(): Promise<OperationModule<C>>;
  /** Loads what finds the compression plugin that a config names, where it has one. */
  loadPlugins?(): Promise<ChoosePlugin>;
}

/** A step whose files are looked for, or at. */
export interface PresenceQuery<C extends object = object> {
  readonly config: C;
  /** The absolute path that an input names; undefined where it names none. */
  pathOf(input: string): string | undefined;
}

/** An operation's `run.ts`. */
export interface OperationModule<C extends object = object> {
  run(context: OperationContext<C>): Promise<OperationResult>;
}

/** Whether an input takes an artifact of this kind. */
export function takesKind({ takes, orOf }: InputSpec, kind: ArtifactKind): boolean {
  return kind === takes || kind === orOf;
}
