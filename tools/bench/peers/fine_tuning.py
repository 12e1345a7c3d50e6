"""The peer of ../fine-tune.mjs: the same fine-tuning by Hugging Face's Trainer. Prints one line of JSON.

The Trainer as it is by default (fused AdamW without decay, clipping at 1, linear decay, batches padded to their longest)
but for batches of 32, the learning rate of the task and 10 % of warm-up. `--sampling` is its order of examples: random,
its default, or group_by_length, where batches hold like lengths (long ones first in every 50 batches).

Speed is that of training from the first batch to the last update. Padding is no token.
"""
import argparse
import csv
import gzip
import json
import resource
import tempfile
import time
from pathlib import Path

import numpy
import torch
import transformers
from sklearn.metrics import accuracy_score, f1_score
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, BertConfig, BertForSequenceClassification,
                          DataCollatorWithPadding, PreTrainedTokenizerFast, PrinterCallback, Trainer, TrainerCallback,
                          TrainingArguments)

RECIPES = {
    "sst2": dict(texts=["sentence"], label="label", epochs=1, lr=5e-4,
                 shape=dict(num_hidden_layers=4, hidden_size=256, num_attention_heads=4, intermediate_size=1024)),
    "mrpc": dict(texts=["#1 String", "#2 String"], label="Quality", epochs=3, lr=5e-5, shape=None),
}
SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}


def examples_of(recipe, folder, split):
    """The columns of text of a split, and its labels."""
    path = next(path for path in (folder / f"{split}.tsv", folder / f"{split}.tsv.gz") if path.exists())
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [[row[name] for row in rows] for name in recipe["texts"]], [int(row[recipe["label"]]) for row in rows]


def learn_word_pieces(sentences, size=8000):
    engine = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    engine.normalizer = normalizers.BertNormalizer(lowercase=True)
    engine.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words = trainers.WordPieceTrainer(vocab_size=size, special_tokens=list(SPECIAL.values()), show_progress=False)
    engine.train_from_iterator(sentences, words)
    pair = [(name, engine.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    engine.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=pair)
    return PreTrainedTokenizerFast(tokenizer_object=engine, **SPECIAL)


def prepare(args, recipe):
    """Tokenizer and encoded splits, kept in the cache folder where one is given."""
    kept = args.cache and args.cache / f"{args.task}-peer"
    if kept and (kept / "data.json").exists():
        return AutoTokenizer.from_pretrained(kept), json.loads((kept / "data.json").read_text())
    read = {split: examples_of(recipe, args.data, split) for split in ("train", "dev")}
    tokenizer = learn_word_pieces(read["train"][0][0]) if recipe["shape"] else AutoTokenizer.from_pretrained(args.model)
    data = {}
    for split, (texts, labels) in read.items():
        encoded = tokenizer(*texts, truncation=True, max_length=128)
        names = ["input_ids", "token_type_ids"] if len(texts) > 1 else ["input_ids"]
        data[split] = [dict(zip([*names, "label"], row)) for row in zip(*(encoded[name] for name in names), labels)]
    if kept:
        tokenizer.save_pretrained(kept)
        (kept / "data.json").write_text(json.dumps(data))
    return tokenizer, data


class Clock(TrainerCallback):
    """Times training, and counts what it is given."""

    def __init__(self, collate):
        self.collate, self.training = collate, False
        self.steps = self.examples = self.tokens = self.places = 0
        self.seconds = 0.0

    def __call__(self, rows):
        batch = self.collate(rows)
        if self.training:
            self.examples += len(rows)
            self.tokens += int(batch["attention_mask"].sum())
            self.places += batch["attention_mask"].numel()
        return batch

    def on_epoch_begin(self, args, state, control, **kwargs):
        self.training, self.began = True, time.perf_counter()

    def on_epoch_end(self, args, state, control, **kwargs):
        self.training, self.steps = False, state.global_step
        self.seconds += time.perf_counter() - self.began


def scores(result):
    guess = result.predictions.argmax(1)
    values = {"accuracy": accuracy_score(result.label_ids, guess), "f1": f1_score(result.label_ids, guess)}
    return {name: 100 * float(value) for name, value in values.items()}


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--task", default="sst2", choices=RECIPES)
    flags.add_argument("--data", type=Path, required=True, help="folder of the task's tab-separated files")
    flags.add_argument("--model", help="folder of the pre-trained model")
    flags.add_argument("--sampling", default="random", choices=["random", "group_by_length"])
    flags.add_argument("--seed", type=int, default=1)
    flags.add_argument("--threads", type=int, default=torch.get_num_threads())
    flags.add_argument("--epochs", type=float)
    flags.add_argument("--max-steps", type=int, default=-1)
    flags.add_argument("--cache", type=Path, help="folder that keeps the encoded data")
    args = flags.parse_args()
    torch.set_num_threads(args.threads)
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    recipe = RECIPES[args.task]
    tokenizer, data = prepare(args, recipe)
    transformers.set_seed(args.seed)
    if recipe["shape"]:
        config = BertConfig(vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id, **recipe["shape"])
        model = BertForSequenceClassification(config)
    else:
        model = AutoModelForSequenceClassification.from_pretrained(args.model, num_labels=2)
    clock = Clock(DataCollatorWithPadding(tokenizer))
    with tempfile.TemporaryDirectory() as folder:
        settings = TrainingArguments(
            folder, use_cpu=True, seed=args.seed, learning_rate=recipe["lr"], warmup_steps=0.1,
            per_device_train_batch_size=32, per_device_eval_batch_size=64, max_steps=args.max_steps,
            num_train_epochs=args.epochs or recipe["epochs"], train_sampling_strategy=args.sampling, eval_strategy="no",
            save_strategy="no", logging_strategy="no", report_to="none", disable_tqdm=True)
        trainer = Trainer(model, settings, data_collator=clock, train_dataset=data["train"], eval_dataset=data["dev"],
                          callbacks=[clock], compute_metrics=scores)
        trainer.remove_callback(PrinterCallback)
        trainer.train()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        result = trainer.evaluate()
    names = ["loss", "accuracy", *(["f1"] if args.task == "mrpc" else [])]
    print(json.dumps({
        "case": f"{args.task}, seed {args.seed}", "torch": torch.__version__, "transformers": transformers.__version__,
        "sampling": args.sampling, "steps": clock.steps, "seconds": round(clock.seconds, 2),
        "examples_per_s": round(clock.examples / clock.seconds, 1),
        "tokens_per_s": round(clock.tokens / clock.seconds),
        "padding": round(1 - clock.tokens / clock.places, 3), "peak_memory_mb": round(memory),
        "dev": {name: round(float(numpy.float64(result[f"eval_{name}"])), 4 if name == "loss" else 2) for name in names},
    }))


if __name__ == "__main__":
    main()
