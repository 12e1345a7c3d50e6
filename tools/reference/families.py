"""The small models of each family: settings of their config.json, and what differs from one head to the next."""

# Widths that tell every axis from every other, and that 40 kB hold
SIZES = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24,
             max_position_embeddings=40, vocab_size=50)
NO_DROPOUT = dict(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
ROBERTA_IDS = dict(bos_token_id=0, pad_token_id=1, eos_token_id=2)
ROBERTA = SIZES | NO_DROPOUT | ROBERTA_IDS | dict(type_vocab_size=1, layer_norm_eps=1e-5)
DEBERTA_V3 = SIZES | NO_DROPOUT | dict(
    relative_attention=True, position_buckets=8, max_relative_positions=-1, norm_rel_ebd="layer_norm",
    share_att_key=True, pos_att_type="p2c|c2p", position_biased_input=False, type_vocab_size=0,
    pooler_hidden_size=16, pooler_hidden_act="gelu", pooler_dropout=0.0)
DEBERTA_V2 = DEBERTA_V3 | dict(
    position_buckets=-1, norm_rel_ebd="none", share_att_key=False, position_biased_input=True,
    type_vocab_size=2, conv_kernel_size=0)

MODERNBERT = SIZES | dict(
    num_hidden_layers=4, local_attention=8, global_attn_every_n_layers=2, classifier_pooling="cls",
    pad_token_id=0, bos_token_id=1, cls_token_id=1, eos_token_id=2, sep_token_id=2)

# folder of the family: class prefix, settings, its heads' folders: (head, settings of the head)
EVERY_HEAD = {head: (head, {}) for head in (
    "base", "masked-lm", "classification", "regression", "multi-label", "tokens", "question-answering")}


def activations(*names, key="hidden_act"):
    return {f"base-{name}": ("base", {key: name}) for name in names}


FAMILIES = {
    "bert": ("Bert", SIZES | NO_DROPOUT, EVERY_HEAD | activations("gelu_new", "relu", "silu") | {
        "masked-lm-gelu_new": ("masked-lm", dict(hidden_act="gelu_new"))}),
    "roberta": ("Roberta", ROBERTA, EVERY_HEAD),
    "distilbert": ("DistilBert", dict(
        vocab_size=50, dim=16, n_layers=2, n_heads=2, hidden_dim=24, max_position_embeddings=40, dropout=0.0,
        attention_dropout=0.0, qa_dropout=0.0, seq_classif_dropout=0.0), EVERY_HEAD),
    "albert": ("Albert", SIZES | NO_DROPOUT | ROBERTA_IDS | dict(
        embedding_size=12, num_hidden_layers=3, num_hidden_groups=1, inner_group_num=1, hidden_act="gelu_new",
        classifier_dropout_prob=0.0, bos_token_id=2, eos_token_id=3, pad_token_id=0), EVERY_HEAD | {
        "base-groups": ("base", dict(num_hidden_layers=4, num_hidden_groups=2))}),
    "electra": ("Electra", SIZES | NO_DROPOUT | dict(embedding_size=12, summary_last_dropout=0.0), EVERY_HEAD | {
        "replaced-tokens": ("replaced-tokens", {}),
        "base-one-width": ("base", dict(embedding_size=16))}),
    "deberta-v2": ("DebertaV2", DEBERTA_V3, EVERY_HEAD | {
        "masked-lm-embedded": ("masked-lm", dict(legacy=False)),
        "base-v2": ("base", DEBERTA_V2), "masked-lm-v2": ("masked-lm", DEBERTA_V2),
        "base-c2p": ("base", dict(pos_att_type="c2p", share_att_key=False)),
        "base-absolute": ("base", DEBERTA_V2 | dict(relative_attention=False, pos_att_type=None))}),
    "modernbert": ("ModernBert", MODERNBERT, EVERY_HEAD | {
        "classification-mean": ("classification", dict(classifier_pooling="mean")),
        "regression-mean": ("regression", dict(classifier_pooling="mean")),
        "base-biases": ("base", dict(norm_bias=True, attention_bias=True, mlp_bias=True))}),
    "mpnet": ("MPNet", SIZES | NO_DROPOUT | ROBERTA_IDS, EVERY_HEAD),
    "roberta-prelayernorm": ("RobertaPreLayerNorm", ROBERTA, EVERY_HEAD),
    "universal-transformer": ("UniversalTransformer", SIZES | ROBERTA_IDS | dict(
        num_hidden_layers=1, num_steps=3, hidden_act="relu", hidden_dropout_prob=0.0, layer_norm_eps=1e-5), EVERY_HEAD | {
        "base-two-layers": ("base", dict(num_hidden_layers=2, num_steps=2))}),
    "static-embeddings": ("StaticEmbeddings", dict(
        vocab_size=50, hidden_size=16, hidden_dropout_prob=0.0, initializer_range=0.02, pad_token_id=1), {
        head: (head, {}) for head in ("base", "classification", "regression", "multi-label")}),
}

# Encoder-decoders: folder of the family: class prefix, settings, its folders: (head, settings of the head)
MARIAN = dict(vocab_size=50, d_model=16, encoder_layers=2, decoder_layers=2, encoder_attention_heads=2,
              decoder_attention_heads=2, encoder_ffn_dim=24, decoder_ffn_dim=24, max_position_embeddings=40,
              activation_function="relu", dropout=0.0, scale_embedding=True, pad_token_id=1, eos_token_id=3,
              forced_eos_token_id=3, decoder_start_token_id=1)
# No setting of Transformers', which ties what it makes and reads what is not tied
UNTIED = "untied"
T5 = dict(vocab_size=50, d_model=16, d_kv=8, d_ff=24, num_layers=2, num_heads=2, dropout_rate=0.0, n_positions=40,
          relative_attention_num_buckets=8, relative_attention_max_distance=10, pad_token_id=1, eos_token_id=12,
          decoder_start_token_id=1)
M2M100 = {key: value for key, value in MARIAN.items() if key != "forced_eos_token_id"} | dict(
    attention_dropout=0.0, encoder_layerdrop=0.0, decoder_layerdrop=0.0, decoder_start_token_id=2, eos_token_id=33)
FAMILIES |= {
    "marian": ("Marian", MARIAN, {
        "seq2seq-lm": ("seq2seq-lm", {}),
        "seq2seq-lm-unlike": ("seq2seq-lm", dict(
            encoder_layers=3, decoder_layers=1, encoder_attention_heads=4, encoder_ffn_dim=20, decoder_ffn_dim=28,
            activation_function="swish", scale_embedding=False))}),
    "m2m_100": ("M2M100", M2M100, {
        "seq2seq-lm": ("seq2seq-lm", {}),
        "seq2seq-lm-unlike": ("seq2seq-lm", dict(
            encoder_layers=3, decoder_layers=1, encoder_attention_heads=4, encoder_ffn_dim=20, decoder_ffn_dim=28,
            activation_function="gelu", scale_embedding=False))}),
    # Few buckets and a short distance, so that sentences of 12 tokens come to the end of both; heads of another width
    # than their share of hidden states, as in version 1.1; ends that are tokens the models write
    "t5": ("T5", T5, {
        "seq2seq-lm": ("seq2seq-lm", {}),
        "seq2seq-lm-gated": ("seq2seq-lm", dict(
            feed_forward_proj="gated-gelu", d_kv=6, num_decoder_layers=1, scale_decoder_outputs=False,
            eos_token_id=10)),
        "seq2seq-lm-untied": ("seq2seq-lm", dict(
            feed_forward_proj="gated-gelu", scale_decoder_outputs=False, eos_token_id=25, **{UNTIED: True}))}),
}

# Models whose code is a family's but for a little: one or two heads each show it. folder within the family: class prefix,
# settings, head, settings of the head
SAME_CODE = {
    "roberta/fixtures/xlm-roberta": ("XLMRoberta", ROBERTA, "masked-lm", {}),
    "roberta/fixtures/camembert": ("Camembert", ROBERTA, "masked-lm", {}),
    **{f"roberta-prelayernorm/fixtures/{head}-reversible": (
        "ReversibleRobertaPreLayerNorm", ROBERTA | dict(num_hidden_layers=3), head, {})
        for head in ("masked-lm", "classification")},
    **{f"modernbert/fixtures/{head}-reversible": ("ReversibleModernBert", MODERNBERT, head, {})
        for head in ("masked-lm", "classification")},
}
