"""A small tokenizer of a translator as Marian has it, and what Transformers' class makes of sentences: see README.md.

    python marian_tokenizer.py ../../data/multi30k ../../libs/text/src/tokenizer/fixtures/marian
"""
import gzip
import json
import sys
import tempfile
from pathlib import Path

import sentencepiece
import transformers

SENTENCES = 150
# Spaces, characters that a side does not know alone and beside others, pieces of the other side, special tokens, codes
UNUSUAL = [
    "", "  two   spaces ", "Ünïcödé ﬁne ½ １２", "猫", "a 猫 and 犬", "猫犬 x猫y", "Mädchen und Straße", "don't – stop…",
    ">>deu<< A man in a hat.", ">>deu<<A man", "ends </s> here", "\ta tab\n", "🙂 smile", "A" * 40]

data, folder = map(Path, sys.argv[1:])


def lines(name):
    return gzip.open(data / f"{name}.gz", "rt", encoding="utf-8").read().rstrip("\n").split("\n")


def learned(work, side, language, rule):
    text = Path(work) / language
    text.write_text("\n".join(lines(f"train.{language}")[:8000]), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=f"{work}/{side}", model_type="unigram", vocab_size=500,
        normalization_rule_name=rule, character_coverage=0.999, num_threads=1)
    path = Path(f"{work}/{side}.model")
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return path.read_bytes(), [model.id_to_piece(i) for i in range(3, model.get_piece_size())]


with tempfile.TemporaryDirectory() as work:
    source, source_pieces = learned(work, "source", "en", "nmt_nfkc")
    target, target_pieces = learned(work, "target", "de", "identity")
    tokens = list(dict.fromkeys(["</s>", "<unk>", ">>deu<<", *source_pieces, *target_pieces, "<pad>"]))
    own = Path(work) / "model"
    own.mkdir()
    (own / "source.spm").write_bytes(source)
    (own / "target.spm").write_bytes(target)
    (own / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}), encoding="utf-8")
    settings = {"source_lang": "en", "target_lang": "de", "model_max_length": 512, "tokenizer_class": "MarianTokenizer"}
    (own / "tokenizer_config.json").write_text(json.dumps(settings))
    tokenizer = transformers.MarianTokenizer.from_pretrained(own)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("source.spm", "target.spm"):
        (folder / f"{name}.gz").write_bytes(gzip.compress((own / name).read_bytes(), mtime=0))
    for name in ("vocab.json", "tokenizer_config.json"):
        (folder / name).write_bytes((own / name).read_bytes())

sides = {
    "source": [dict(text=text, ids=tokenizer(text).input_ids) for text in lines("val.en")[:SENTENCES] + UNUSUAL],
    "target": [dict(text=text, ids=tokenizer(text_target=text).input_ids) for text in lines("val.de")[:SENTENCES] + UNUSUAL],
}
translations = [dict(ids=row["ids"], text=tokenizer.decode(row["ids"], skip_special_tokens=True))
                for row in sides["target"][:SENTENCES]]
made_with = f"Transformers {transformers.__version__}, SentencePiece {sentencepiece.__version__}"
text = json.dumps({"made with": made_with, **sides, "decoded": translations}, ensure_ascii=False)
(folder / "cases.json").write_text(text.replace('{"text"', '\n{"text"').replace('{"ids"', '\n{"ids"') + "\n", encoding="utf-8")
