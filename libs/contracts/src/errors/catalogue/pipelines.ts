import type { ErrorEntry } from './entry.js';

/** Errors of pipeline documents. */
export const PIPELINES_ERRORS = {
  PIPELINE_NOT_READABLE: {
    why: 'The pipeline document is not valid YAML or JSON.',
    fix: 'Correct the document at the line named.',
  },
  PIPELINE_FILE_MISSING: {
    why: 'The pipeline file does not exist or cannot be read.',
    fix: 'Check the path; it is relative to the folder the command runs in.',
  },
  PIPELINE_DUPLICATE_STEP: {
    why: 'Two steps have the same name.',
    fix: 'Rename one of them.',
  },
  PIPELINE_UNKNOWN_OPERATION: {
    why: 'A step asks for an operation that does not exist.',
    fix: 'Use one of the operations in docs/pipelines.md.',
  },
  PIPELINE_UNKNOWN_STEP: {
    why: 'A step, or the report, names a step that the pipeline does not have.',
    fix: 'Correct the name, or add the step. A folder is written with a slash: ./name.',
  },
  PIPELINE_CYCLE: {
    why: 'Steps need each other in a circle, so that none can be first.',
    fix: 'Remove one of the references named.',
  },
  PIPELINE_MISSING_INPUT: {
    why: 'A step lacks an input that its operation needs.',
    fix: 'Name a step, artifact:ID, or a path for it.',
  },
  PIPELINE_WRONG_INPUT: {
    why: 'An input is of another kind than the operation takes.',
    fix: 'Name a step or an artifact whose result is of the kind that the message asks for.',
  },
  PIPELINE_TOO_LARGE: {
    why: 'The pipeline has more steps, counting those of its matrix, than a run may have.',
    fix: 'Split the pipeline.',
  },
  PIPELINE_NOTHING_PRESENT: {
    why: 'The files of the steps with `when: present` are not there, and nothing is left that the pipeline ends with.',
    fix: 'Check the folder that their paths start from; the message names what each step lacks.',
  },
  GLUE_INCOMPLETE: {
    why: 'The scores of a task of GLUE lack what its line in the table is made of.',
    fix: 'Evaluate each model on the dev split (MNLI’s on dev_mismatched, too) with the measures that GLUE reports of the task.',
  },
  BUDGET_TOO_SMALL: {
    why: 'No model that could be made is as small or as fast as the budget asks for.',
    fix: 'Allow what the message says, or start from a smaller pre-trained model.',
  },
  RUN_UNKNOWN: {
    why: 'There is no run of this id.',
    fix: '`tlc status` lists the runs.',
  },
  RUN_FINISHED: {
    why: 'The run has ended already.',
    fix: 'Nothing needs to be done; `tlc status RUN` shows how it ended.',
  },
} as const satisfies Record<string, ErrorEntry>;
