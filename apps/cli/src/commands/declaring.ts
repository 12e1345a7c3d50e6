import { type Command, InvalidArgumentError, Option } from 'commander';

/** Does a command's work, which returns the exit code, and takes that. */
export type Perform = (work: () => Promise<number>, options: { json?: boolean; quiet?: boolean }) => Promise<void>;

/** Adds a command with the options that all have. @param help what stands before the exit codes */
export type AddCommand = (parent: Command, name: string, description: string, help?: string) => Command;

export const EXIT_CODES = `
Exit codes:
  0    done
  1    the run failed (or something of this machine did)
  2    bad usage, or a pipeline, name or file that is at fault
  3    no server answers, or a service is missing there
  130  cancelled`;

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && text.trim() !== '') return value;
  throw new InvalidArgumentError('It must be a whole number.');
}

export const examples = (...lines: readonly (readonly [command: string, what: string])[]) =>
  `\nExamples:\n${lines.map(([command, what]) => `  ${command.padEnd(42)}${what}`).join('\n')}`;

/** The forms in which a model is written for other programs. @param what is done, such as `write the model for these` */
export const formatsOption = (what: string): Option =>
  new Option('--for <formats...>', `${what}: dense float32, its integers by compressed-tensors, or ONNX files`).choices(
    ['transformers', 'compressed-tensors', 'onnx'],
  );
