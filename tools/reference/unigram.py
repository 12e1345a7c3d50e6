"""A unigram vocabulary that SentencePiece learns from the words of a text: see README.md.

    python unigram.py ../../libs/text/src/tokenizer/learning/fixtures
"""
import collections
import gzip
import json
import sys
import tempfile
from pathlib import Path

import sentencepiece
from tokenizers import pre_tokenizers

folder = Path(sys.argv[1])
lines = gzip.open(folder / "subword-nmt/corpus.en.gz", "rt", encoding="utf-8").read().split("\n")
splitter = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation()])
words = collections.Counter(
    word for line in lines for part in line.split() for word, _ in splitter.pre_tokenize_str(part))
with tempfile.TemporaryDirectory() as work:
    table = Path(work) / "words.tsv"
    table.write_text("".join(f"{word}\t{times}\n" for word, times in sorted(words.items())), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(table), input_format="tsv", model_prefix=f"{work}/model", model_type="unigram", vocab_size=1003,
        normalization_rule_name="identity", add_dummy_prefix=False, remove_extra_whitespaces=False,
        split_by_unicode_script=False, split_by_number=False, character_coverage=1.0, num_threads=1)
    rows = Path(f"{work}/model.vocab").read_text(encoding="utf-8").rstrip("\n").split("\n")[3:]
vocab = [[piece, float(score)] for piece, score in (row.split("\t") for row in rows)]
answer = {"made_with": f"SentencePiece {sentencepiece.__version__}", "vocab": vocab}
(folder / "unigram.json").write_text(json.dumps(answer, ensure_ascii=False) + "\n", encoding="utf-8")
