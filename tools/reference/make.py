"""Makes small model folders and known answers of each family: see README.md.

    python make.py ../../libs/families/src/families [family ...]
"""
import hashlib
import json
import shutil
import sys
from pathlib import Path

import torch
import transformers

from families import FAMILIES, SAME_CODE
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
            values = torch.randn(parameter.shape, generator=torch.Generator().manual_seed(seed)) * 0.2
            is_gain = "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(values + 1 if is_gain else values)


def rounded(tensor):
    return [round(value, 9) for value in tensor.flatten().tolist()]


def inputs(ids, types, config):
    """A second type only where the model has a table for it."""
    given = dict(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long))
    if config.model_type not in ("distilbert", "modernbert", "reversible-modernbert", "mpnet", "universal-transformer"):
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
    return dict(sentences=rows, loss=head.loss(logits).item())


def make(folder, prefix, settings, head_id):
    head = HEADS.get(head_id)
    model_class = class_named(prefix + (head.suffix if head else "Model"))
    config = model_class.config_class(**settings, **(head.settings if head else {}))
    config._attn_implementation = "eager"
    model = model_class(config)
    fill(model)
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    # What is read back is what the file says; the answers are its own
    loaded, info = model_class.from_pretrained(
        folder, dtype=torch.float64, attn_implementation="eager", output_loading_info=True)
    assert not any(info.values()), info
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
