import { BERT_TOKENS, TOKEN_ROLES, type TokenNames, type TokenRole } from './special-tokens.js';

/** The parts of a tokenizer.json that tell the roles of its special tokens. */
interface TokenizerJson {
  readonly added_tokens?: readonly { readonly content: string; readonly special?: boolean }[];
  readonly padding?: { readonly pad_token?: string } | null;
  readonly post_processor?: PostProcessor | null;
  readonly model: {
    readonly unk_token?: string | null;
    readonly unk_id?: number | null;
    readonly vocab: Readonly<Record<string, number>> | readonly (readonly [string, number])[];
  };
}

interface PostProcessor {
  readonly type: string;
  /** Of a sequence. */
  readonly processors?: readonly PostProcessor[];
  /** Of a template. */
  readonly single?: readonly { readonly SpecialToken?: { readonly id: string } }[];
  /** Of BertProcessing and RobertaProcessing. */
  readonly cls?: readonly [string, number];
  readonly sep?: readonly [string, number];
}

/** Names that the families of encoders use. */
const USUAL: Readonly<Record<TokenRole, readonly string[]>> = {
  pad: [BERT_TOKENS.pad, '<pad>'],
  unk: [BERT_TOKENS.unk, '<unk>'],
  cls: [BERT_TOKENS.cls, '<s>', '<cls>'],
  sep: [BERT_TOKENS.sep, '</s>', '<sep>'],
  mask: [BERT_TOKENS.mask, '<mask>'],
};

/** The special tokens of a tokenizer.json by their role: as its post-processor puts them around a text, its model takes
 * for unknown, and its padding pads with; else by the names that are usual; else the one special token whose name says
 * the role. Roles that nothing tells are left out.
 * @param json the parsed file */
export function tokenNames(json: unknown): Partial<TokenNames> {
  const { added_tokens: added = [], padding, post_processor: processor, model } = json as TokenizerJson;
  const around = framing(processor);
  const said: Partial<Record<TokenRole, string | null>> = {
    pad: padding?.pad_token,
    unk: model.unk_token ?? (Array.isArray(model.vocab) ? model.vocab[model.unk_id ?? -1]?.[0] : undefined),
    // What stands alone ends texts: those of a decoder begin with what is given to it
    cls: around && around.length > 1 ? around[0] : undefined,
    sep: around?.at(-1),
  };
  const special = added.filter((token) => token.special).map(({ content }) => content);
  const { vocab } = model;
  const pieces = new Set(Array.isArray(vocab) ? vocab.map(([piece]) => piece) : Object.keys(vocab));
  const has = (name: string) => pieces.has(name) || added.some(({ content }) => content === name);
  const names = TOKEN_ROLES.map((role) => {
    const telling = special.filter((name) => name.toLowerCase().includes(role));
    const name = said[role] ?? USUAL[role].find(has) ?? (telling.length === 1 ? telling[0] : undefined);
    return [role, name] as const;
  });
  return Object.fromEntries(names.filter(([, name]) => name !== undefined)) as Partial<TokenNames>;
}

/** The special tokens that a post-processor puts around one text, in their order; undefined where it puts none. */
export function framing(processor: PostProcessor | null | undefined): readonly string[] | undefined {
  if (!processor) return undefined;
  if (processor.cls && processor.sep) return [processor.cls[0], processor.sep[0]];
  const around = processor.processors
    ? processor.processors.flatMap((each) => framing(each) ?? [])
    : (processor.single ?? []).flatMap(({ SpecialToken }) => (SpecialToken ? [SpecialToken.id] : []));
  return around.length > 0 ? around : undefined;
}
