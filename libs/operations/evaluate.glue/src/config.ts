import { ChoiceKey } from '#contracts';

/** Config of `evaluate.glue`. */
export class EvaluateGlueConfig {
  @ChoiceKey('model of each task whose answers the submission has: the first of the list, or the best on the dev set', [
    'first',
    'best',
  ])
  readonly submit: string = 'first';
}
