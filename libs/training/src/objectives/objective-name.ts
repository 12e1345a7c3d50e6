/** What a training may minimise. */
export type ObjectiveName = 'masked-lm' | 'replaced-tokens' | 'task' | 'translation';
