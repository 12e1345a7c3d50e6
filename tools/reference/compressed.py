"""Makes folders whose weights compressed-tensors holds, of BERT's small classifier, and what Transformers answers with them:
see README.md. Needs compressed-tensors 0.20.0 beside the libraries of make.py.

    python compressed.py ../../libs/families/src/families ../../libs/models/src/compressed-tensors/fixtures
"""
import json
import sys
from pathlib import Path

import compressed_tensors
import torch
import transformers
from compressed_tensors.compressors import ModelCompressor
from compressed_tensors.quantization import QuantizationConfig, apply_quantization_config
from compressed_tensors.quantization.utils import calculate_qparams
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification


def group(targets, **weights):
    return {"targets": targets, "weights": {"type": "int", **weights}}


FOLDERS = {
    # As W8A8 recipes write it: classes, and what they leave out
    "int-quantized": dict(
        ignore=["classifier"],
        config_groups={"group_0": group(["Linear"], num_bits=8, strategy="channel", symmetric=True)}),
    # Groups with zero points, fewer bits by an expression, a table of one scale
    "pack-quantized": dict(
        ignore=["classifier"],
        config_groups={
            "group_0": group(["Linear"], num_bits=4, strategy="group", group_size=8, symmetric=False),
            "group_1": group([r"re:.*attention\.self\.(query|key)$"], num_bits=3, strategy="channel", symmetric=True),
            "group_2": group(["Embedding"], num_bits=5, strategy="channel", symmetric=False)}),
}


def quantize(model, settings):
    """Gives each module of a scheme the scales of its least and largest values, and packs it."""
    apply_quantization_config(model, QuantizationConfig(quantization_status="frozen", **settings))
    for module in model.modules():
        scheme = getattr(module, "quantization_scheme", None)
        if scheme is None:
            continue
        weight, size = module.weight.data, scheme.weights.group_size
        parts = weight.reshape(weight.shape[0], -1, size) if size else weight[:, None, :]
        scale, zero = calculate_qparams(parts.amin(-1), parts.amax(-1), scheme.weights)
        module.weight_scale.data.copy_(scale)
        if hasattr(module, "weight_zero_point"):
            module.weight_zero_point.data.copy_(zero)
    compressor = ModelCompressor.from_pretrained_model(model)
    compressor.compress_model(model)
    return compressor


def main(families, output):
    source = Path(families) / "bert/fixtures/classification"
    sentences = [row["ids"] for row in json.loads((source / "expected.json").read_text())["sentences"]]
    for name, settings in FOLDERS.items():
        folder = Path(output) / name
        model = AutoModelForSequenceClassification.from_pretrained(source, dtype=torch.float32).eval()
        compressor = quantize(model, settings)
        tensors = {key: value.contiguous() for key, value in model.state_dict().items()}
        folder.mkdir(parents=True, exist_ok=True)
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
        model.config.save_pretrained(folder)
        compressor.update_config(folder)
        # Transformers 5.23 cannot load packed tables, the library itself can
        with torch.no_grad():
            answers = [dict(ids=ids, logits=model(torch.tensor([ids])).logits[0].tolist()) for ids in sentences]
        made = f"compressed-tensors {compressed_tensors.__version__}, Transformers {transformers.__version__}"
        (folder / "expected.json").write_text(json.dumps({"made with": made, "sentences": answers}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
