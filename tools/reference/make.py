"""Makes small model folders and known answers of each family: see README.md.

    python make.py ../../libs/families/src/families [family ...]
"""
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import torch
import transformers

from families import FAMILIES, SAME_CODE, UNTIED
from heads import HEADS, LONG, SENTENCES, TYPES
from own import class_named

MADE_WITH = f"Transformers {transformers.__version__}, PyTorch {torch.__version__.split('+')[0]}"


def fill(model):
    """Normal values of deviation 0.2 (a norm's gain: 1 more), drawn from a seed that a parameter's name decides, so that
    all heads of a family stand on one encoder."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            name = name.removeprefix(model.base_model_prefix + ".")
            seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
            deviation = deviation_of(name, parameter, model)
            values = torch.randn(parameter.shape, generator=torch.Generator().manual_seed(seed)) * deviation
            is_gain = "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(values + 1 if is_gain else values)
        if hasattr(model, "final_logits_bias"):
            # A buffer, which a model that was trained elsewhere has; an end that is likely ends some texts early
            bias = torch.randn(1, model.config.vocab_size, generator=torch.Generator().manual_seed(1)) * 0.2
            bias[0, model.config.eos_token_id] = 6.0
            model.final_logits_bias.copy_(bias)


def deviation_of(name, parameter, model):
    """Of a decoder such that what it writes is not one token again and again; queries and keys are small where scores are
    not scaled."""
    if not model.config.is_encoder_decoder:
        return 0.2
    if parameter.dim() == 1:
        return 0.05
    if model.config.model_type == "t5":
        return 0.25 if re.search(r"\.[qk]\.", name) else 0.6
    return 0.8


def rounded(tensor):
    return [round(value, 9) for value in tensor.flatten().tolist()]


def inputs(ids, types, config):
    """A second type only where the model has a table for it."""
    given = dict(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long))
    if config.is_encoder_decoder:
        return given, [0] * len(ids)
    if config.model_type not in ("distilbert", "modernbert", "reversible-modernbert", "mpnet", "universal-transformer",
                                 "static-embeddings"):
        types = types if config.type_vocab_size > 1 else [0] * len(ids)
        return given | dict(token_type_ids=torch.tensor([types])), types
    return given, [0] * len(ids)


def answers_of(model, head):
    config = model.config
    if head is None:
        rows = []
        for ids, types in [*zip(SENTENCES, TYPES), (LONG, [0] * len(LONG))]:
            given, types = inputs(ids, types, config)
            output = model(**given)
            row = dict(ids=ids, types=types, hidden=rounded(output.last_hidden_state))
            pooled = getattr(output, "pooler_output", None)
            rows.append(row if pooled is None else row | dict(pooled=rounded(pooled)))
        return dict(sentences=rows)
    rows, logits = [], []
    for i, (ids, types) in enumerate(zip(SENTENCES, TYPES)):
        given, types = inputs(ids, types, config)
        output = model(**given, **head.arguments(i))
        told, scores = head.answer(i, output)
        logits.append(scores)
        rows.append(dict(ids=ids, types=types, **told, logits=rounded(scores), loss=output.loss.item()))
    told = dict(sentences=rows, loss=head.loss(logits).item())
    if config.is_encoder_decoder:
        told |= dict(start=config.decoder_start_token_id, smoothed_loss=head.smoothed_loss(logits).item(),
                     generated=generated(model))
    return told


# What texts may not be: too short, twice the same two tokens, without the token that all begin with
RULES = dict(min_new_tokens=5, no_repeat_ngram_size=2, forced_bos_token_id=9)

# Searches for the best continuation: settings of Transformers' `generate`
SEARCHES = [
    dict(num_beams=1, max_new_tokens=8),
    dict(num_beams=4, max_new_tokens=8, length_penalty=1.0, early_stopping="never", num_return_sequences=4),
    dict(num_beams=3, max_new_tokens=6, length_penalty=0.5, early_stopping="never", num_return_sequences=2),
    dict(num_beams=5, max_new_tokens=10, length_penalty=0.0, early_stopping="never", num_return_sequences=1),
    dict(num_beams=4, max_new_tokens=16, length_penalty=1.0, early_stopping=False, num_return_sequences=4),
    dict(num_beams=3, max_new_tokens=16, length_penalty=2.0, early_stopping=True, num_return_sequences=3),
    dict(num_beams=1, max_new_tokens=8, **RULES),
    dict(num_beams=3, max_new_tokens=8, length_penalty=1.0, early_stopping="never", num_return_sequences=3, **RULES),
]


def generated(model):
    """What each search finds for each sentence: tokens without the start, the end included, and the score."""
    rows = []
    for search in SEARCHES:
        found = []
        for ids in SENTENCES:
            output = model.generate(torch.tensor([ids]), do_sample=False, forced_eos_token_id=None, bad_words_ids=None,
                                    return_dict_in_generate=True, output_scores=True, **search)
            texts = []
            for i, sequence in enumerate(output.sequences.tolist()):
                text = sequence[1:]
                while text and text[-1] == model.config.pad_token_id:
                    text.pop()
                texts.append(dict(tokens=text) if search["num_beams"] == 1 else
                             dict(tokens=text, score=round(output.sequences_scores[i].item(), 9)))
            found.append(texts)
        rows.append(dict(search=search, found=found))
    return rows


def class_of(prefix, head):
    """The class of Transformers for a family with a head; of the encoder-decoders Marian's has a name of its own."""
    if head is None:
        return class_named(prefix + "Model")
    translates = {"Marian": "MTModel"}.get(prefix, "ForConditionalGeneration")
    return class_named(prefix + getattr(head, "suffix", translates))


def make(folder, prefix, settings, head_id):
    head = HEADS.get(head_id)
    model_class = class_of(prefix, head)
    untied = settings.get(UNTIED, False)
    settings = {key: value for key, value in settings.items() if key != UNTIED}
    config = model_class.config_class(**settings, **(head.settings if head else {}))
    config._attn_implementation = "eager"
    model = model_class(config)
    if untied:
        model.lm_head.weight = torch.nn.Parameter(model.lm_head.weight.detach().clone())
    fill(model)
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    # What is read back is what the file says; the answers are its own
    loaded, info = model_class.from_pretrained(
        folder, dtype=torch.float64, attn_implementation="eager", output_loading_info=True)
    assert not any(info.values()), info
    if config.is_encoder_decoder:
        loaded.generation_config.pad_token_id = config.pad_token_id
    with torch.no_grad():
        answers = answers_of(loaded.eval(), head)
    made = {"made with": MADE_WITH, "class": model_class.__name__, "head": head_id}
    lines = json.dumps(made | answers).replace('{"ids"', '\n{"ids"')
    (folder / "expected.json").write_text(lines + "\n")
    print(folder, sum(file.stat().st_size for file in folder.iterdir()))


def main(root, names):
    for family, (prefix, settings, heads) in FAMILIES.items():
        if names and family not in names:
            continue
        for folder, (head, more) in heads.items():
            make(root / family / "fixtures" / folder, prefix, settings | more, head)
        for folder, (prefix_of, same, head, more) in SAME_CODE.items():
            if folder.startswith(family + "/"):
                make(root / folder, prefix_of, same | more, head)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
