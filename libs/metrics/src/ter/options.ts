/** How TER is made. Everything may be left out; the names are sacreBLEU's. */
export interface TerOptions {
  /** Part punctuation from words and read entities, as Tercom does; default false. */
  readonly normalized?: boolean;
  /** Leave out punctuation; default false. */
  readonly no_punct?: boolean;
  /** With `normalized` each Chinese or Japanese character is a word; with `no_punct` their punctuation goes too; default
   * false. */
  readonly asian_support?: boolean;
  /** Do not compare in lower case; default false. */
  readonly case_sensitive?: boolean;
}

/** `TerOptions` with the defaults. */
export type TerSettings = Required<TerOptions>;

/** Fills in the defaults. */
export function terSettings(options: TerOptions): TerSettings {
  const { normalized = false, no_punct = false, asian_support = false, case_sensitive = false } = options;
  return { normalized, no_punct, asian_support, case_sensitive };
}
