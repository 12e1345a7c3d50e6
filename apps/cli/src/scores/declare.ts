import { type Command, Option } from 'commander';

/** Declares the options of `tlc score` by the names of sacreBLEU's command line. */
export function declareScoreOptions(command: Command, wholeNumber: (text: string) => number): Command {
  const whole = (flags: string, description: string, value: number) =>
    command.option(flags, description, wholeNumber, value);
  command
    .option('-i, --input <hypotheses...>', 'files of systems to compare; then all other files are references')
    .addOption(
      new Option('-m, --metrics <names...>', 'measures').choices(['bleu', 'chrf', 'ter']).default(['bleu'], 'bleu'),
    )
    .option('-l, --sentence-level', 'the score of each sentence');
  whole('--num-refs <n>', 'references in one file, between tabs', 1);
  command
    .option('-s, --smooth-method <name>', 'of BLEU: exp, floor, add-k or none', 'exp')
    .option('--smooth-value <x>', 'of BLEU’s smoothing floor (0.1) or add-k (1)', Number)
    .option('-t, --tokenize <name>', 'of BLEU: 13a, intl, char, none or zh', '13a')
    .option('--lowercase', 'BLEU of lower case')
    .option('--force', 'no warning of text that looks tokenized');
  whole('--chrf-char-order <n>', 'longest n-gram of characters', 6);
  whole('--chrf-word-order <n>', 'longest n-gram of words; 2 is chrF++', 0);
  whole('--chrf-beta <n>', 'how much more recall counts than precision', 2);
  command
    .option('--chrf-whitespace', 'white space is part of n-grams')
    .option('--chrf-lowercase', 'chrF of lower case')
    .option('--chrf-eps-smoothing', 'smooth as chrF++.py, NLTK and Moses do')
    .option('--ter-case-sensitive', 'TER with upper and lower case')
    .option('--ter-asian-support', 'Chinese and Japanese characters for --ter-normalized and --ter-no-punct')
    .option('--ter-no-punct', 'TER without punctuation')
    .option('--ter-normalized', 'TER of text that is tokenized as Tercom does')
    .option('--confidence', 'an interval of 95 %, by bootstrap resampling');
  whole('--confidence-n <n>', 'its resamples', 1000);
  command
    .addOption(
      new Option('--paired-ar', 'compare each system with the first by approximate randomisation').conflicts(
        'pairedBs',
      ),
    )
    .option('--paired-bs', 'compare each system with the first by bootstrap resampling');
  whole('--paired-ar-n <n>', 'trials', 10_000);
  whole('--paired-bs-n <n>', 'resamples', 1000);
  whole('--seed <n>', 'of these tests; sacreBLEU’s by default', 12345);
  command.option('--short', 'the signature in its short form').option('-b, --score-only', 'the number alone');
  whole('-w, --width <n>', 'digits after the point', 1);
  return command
    .addOption(new Option('-f, --format <format>', 'how to print').choices(['json', 'text']).default('json'))
    .option('--json', 'errors as JSON on stdout, too');
}
