import { content, TlcError } from '#contracts';
import { type AddedToken, inOrder, specialToken } from '../added-token.js';
import { TOKEN_ROLES, type TokenNames, type TokenRole } from '../special-tokens.js';

/** Keys that say nothing of how a text becomes ids, or that other parts of TLC decide. */
const WITHOUT_EFFECT = new Set(
  `tokenizer_class model_max_length max_len name_or_path tokenizer_file vocab_file merges_file special_tokens_map_file
  padding_side truncation_side truncation_strategy pad_to_multiple_of max_length stride model_input_names processor_class
  clean_up_tokenization_spaces added_tokens_decoder additional_special_tokens extra_special_tokens bos_token eos_token
  pad_token unk_token cls_token sep_token mask_token pad_token_id pad_token_type_id unk_id vocab_size errors trim_offsets
  use_fast from_slow legacy model_type return_token_type_ids transformers_version backend is_local local_files_only
  do_lower_case_for_vocab tokenizer_type`.split(/\s+/),
);

/** What the JSON files beside a vocabulary say: tokenizer_config.json, special_tokens_map.json, added_tokens.json. Every
 * setting is asked for by what honours it; `checkAll` refuses what nobody asked for. */
export class TokenizerSettings {
  readonly #asked = new Set<string>();

  /** @param name the folder, in messages
   * @param className class of Transformers that reads the folder; left out: none is known */
  constructor(
    readonly name: string,
    private readonly config: Readonly<Record<string, unknown>>,
    private readonly map: Readonly<Record<string, unknown>> = {},
    private readonly ids: Readonly<Record<string, unknown>> = {},
    readonly className?: string,
  ) {}

  /** A setting that is true or false; null is as if it were left out.
   * @throws TlcError TOKENIZER_INVALID */
  flag(key: string): boolean | undefined;
  flag(key: string, usual: boolean): boolean;
  flag(key: string, usual?: boolean): boolean | undefined {
    this.#asked.add(key);
    const value = this.config[key] ?? usual;
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.invalid(`${key} is neither true nor false`);
  }

  /** @throws TlcError TOKENIZER_INVALID */
  text(key: string, usual: string): string {
    this.#asked.add(key);
    const value = this.config[key] ?? usual;
    if (typeof value === 'string') return value;
    throw this.invalid(`${key} is no text`);
  }

  /** Special tokens by their role, where a file names them. */
  get names(): Partial<TokenNames> {
    const found = TOKEN_ROLES.map((role) => [role, contentOf(this.#entry(role))] as const);
    return Object.fromEntries(found.filter(([, content]) => content !== undefined)) as Partial<TokenNames>;
  }

  /** Tokens that the files add to the vocabulary, or say how to find. Those of a role come with what is said of them.
   * @param usual special tokens by their role
   * @param idOf the id of a token of the vocabulary */
  added(usual: Partial<TokenNames>, idOf: (token: string) => number | undefined): readonly AddedToken[] {
    const listed = Object.entries((this.config.added_tokens_decoder ?? {}) as Record<string, object>).map(
      ([id, token]) => ({ ...specialToken(Number(id), '', { special: false }), ...token }),
    );
    const names = Object.values(usual);
    const numbered = Object.entries(this.ids).map(([content, id]) =>
      specialToken(Number(id), content, { special: names.includes(content) }),
    );
    const ofRoles = TOKEN_ROLES.flatMap((role) => {
      const entry = this.#entry(role);
      const content = contentOf(entry);
      const id = content === undefined ? undefined : idOf(content);
      if (content === undefined || id === undefined || typeof entry !== 'object') return [];
      const { lstrip, rstrip, single_word, normalized } = entry as Partial<AddedToken>;
      const said = Object.entries({ lstrip, rstrip, single_word, normalized }).filter(
        ([, value]) => value !== undefined,
      );
      return [specialToken(id, content, Object.fromEntries(said))];
    });
    return inOrder(numbered, ofRoles, listed);
  }

  /** Refuses settings that nobody asked for, unless they are empty.
   * @throws TlcError TOKENIZER_INVALID */
  checkAll(): void {
    for (const [key, value] of Object.entries(this.config)) {
      if (this.#asked.has(key) || WITHOUT_EFFECT.has(key) || isEmpty(value)) continue;
      throw this.invalid(`TLC does not know the setting ${content(key)}`);
    }
  }

  #entry(role: TokenRole): unknown {
    return this.config[`${role}_token`] ?? this.map[`${role}_token`];
  }

  /** What to throw for a setting that cannot be honoured. */
  invalid(problem: string): TlcError {
    const message = `${this.name}/tokenizer_config.json: ${problem}; save a tokenizer.json with Transformers`;
    return new TlcError('TOKENIZER_INVALID', message, { details: { tokenizer: this.name } });
  }
}

function contentOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  const content = (entry as { content?: unknown } | null | undefined)?.content;
  return typeof content === 'string' ? content : undefined;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
