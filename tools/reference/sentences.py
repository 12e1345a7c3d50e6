"""Makes a folder as sentence-transformers writes it, around BERT's small model: see README.md.

    python sentences.py ../../libs/families/src/families
"""
import json
import shutil
import sys
from pathlib import Path

import sentence_transformers
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer
from transformers import BertTokenizerFast

from make import MADE_WITH, rounded

TEXTS = ["the cat sat", "a dog ran , and the cat did not", "cats", "Dogs run"]
WORDS = "the cat ##s sat a dog ran , and did not run".split()
# How the tokens of a sentence become one vector: folder, pooling, whether the vector is of length 1, and whether its
# files are those that sentence-transformers wrote before its version 6, as most folders on the hub have them
VARIANTS = {
    "sentences": ("mean", True, False),
    "sentences-maximum": ("max", False, False),
    "sentences-older": ("mean", True, True),
    "sentences-first-older": ("cls", False, True),
}
OLDER_MODES = dict(cls="pooling_mode_cls_token", mean="pooling_mode_mean_tokens", max="pooling_mode_max_tokens")


def tokenizer(folder):
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    made = BertTokenizerFast(vocab={token: i for i, token in enumerate(vocabulary)}, do_lower_case=True)
    made.model_max_length = 40
    made.save_pretrained(folder)


def write(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def older(folder, pooling):
    """Puts the files of the same content in their place that older versions wrote."""
    modules = json.loads((folder / "modules.json").read_text())
    for module in modules:
        module["type"] = "sentence_transformers.models." + module["type"].rsplit(".", 1)[1]
    write(folder / "modules.json", modules)
    modes = {key: mode == pooling for mode, key in OLDER_MODES.items()} | dict(pooling_mode_mean_sqrt_len_tokens=False)
    write(folder / "1_Pooling" / "config.json", dict(word_embedding_dimension=16) | modes)
    write(folder / "sentence_bert_config.json", dict(max_seq_length=12, do_lower_case=False))
    write(folder / "config_sentence_transformers.json", {
        "__version__": dict(sentence_transformers="2.0.0", transformers="4.6.1", pytorch="1.8.1")})
    shutil.rmtree(folder / "2_Normalize", ignore_errors=True)


def main(root):
    fixtures = root / "bert" / "fixtures"
    for name, (pooling, unit, is_older) in VARIANTS.items():
        folder = fixtures / name
        encoder = root / "with-tokenizer"
        shutil.copytree(fixtures / "base", encoder, ignore=shutil.ignore_patterns("expected.json"))
        tokenizer(encoder)
        transformer = Transformer(str(encoder), max_seq_length=12)
        width = transformer.get_embedding_dimension()
        modules = [transformer, Pooling(width, pooling_mode=pooling), *([Normalize()] if unit else [])]
        shutil.rmtree(folder, ignore_errors=True)
        SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
        if is_older:
            older(folder, pooling)
        shutil.rmtree(encoder)
        model = SentenceTransformer(str(folder), device="cpu").double()
        rows = [dict(text=text, ids=model.tokenizer(text)["input_ids"],
                     embedding=rounded(model.encode([text], convert_to_tensor=True)[0])) for text in TEXTS]
        made = {"made with": f"sentence-transformers {sentence_transformers.__version__}, {MADE_WITH}"}
        text = json.dumps(made | dict(sentences=rows)).replace('{"text"', '\n{"text"')
        (folder / "expected.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
