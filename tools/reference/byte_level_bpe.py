"""Merges of byte-level BPE that Hugging Face's trainer learns from a text: see README.md.

    python byte_level_bpe.py ../../libs/text/src/tokenizer/learning/fixtures
"""
import gzip
import json
import sys
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

folder = Path(sys.argv[1])
lines = gzip.open(folder / "subword-nmt/corpus.en.gz", "rt", encoding="utf-8").read().split("\n")
learned = Tokenizer(models.BPE())
learned.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
alphabet = pre_tokenizers.ByteLevel.alphabet()
learned.train_from_iterator(lines, trainers.BpeTrainer(
    vocab_size=1256, min_frequency=2, initial_alphabet=alphabet, show_progress=False))
merges = json.loads(learned.to_str())["model"]["merges"]
answer = {"made_with": f"tokenizers {tokenizers.__version__}", "merges": [" ".join(pair) for pair in merges]}
(folder / "byte-level-bpe.json").write_text(json.dumps(answer, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
