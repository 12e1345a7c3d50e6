"""Makes PyTorch files for the tests of libs/artifacts, and what is in them: see README.md.

    python torch_files.py ../../libs/artifacts/src
"""
import hashlib
import json
import shutil
import sys
import zipfile
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

FORMATS = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
    torch.uint16: "U16", torch.uint32: "U32", torch.uint64: "U64",
}


def content(tensors):
    """Format, shape, and SHA-256 of the values in row-major order as memory has them, 16-bit floats as float32."""
    rows = {}
    for name, tensor in tensors.items():
        wide = tensor.float() if tensor.dtype in (torch.float16, torch.bfloat16) else tensor
        values = wide.detach().contiguous().numpy().tobytes()
        rows[name] = dict(dtype=FORMATS[tensor.dtype], shape=list(tensor.shape),
                          sha256=hashlib.sha256(values).hexdigest())
    return rows


def views():
    """Tensors that share values, take parts of them, in other orders, in every number format."""
    generator = torch.Generator().manual_seed(1)
    table = torch.randn(7, 6, generator=generator)
    halves = torch.randn(5, 3, 4, generator=generator).half()
    cube = torch.arange(60, dtype=torch.int64).reshape(3, 4, 5)
    return {
        "table": table, "tied": table, "row": table[2], "columns": table[:, 1:4], "transposed": table.T,
        "every second": table[::2, ::3], "half": halves, "half.permuted": halves.permute(2, 0, 1),
        "half.part": halves[1:3, 2, 1:], "brain": table.bfloat16(), "brain.part": table.bfloat16()[3:, ::2],
        "double": table.double()[1:], "positions": torch.arange(9).expand((1, -1)), "cube": cube,
        "cube.permuted": cube.permute(1, 2, 0)[1:, ::2], "int": cube.int()[1], "short": cube.short()[:, 1],
        "char": (cube - 30).to(torch.int8), "byte": cube.to(torch.uint8).mT,
        "bool": (cube % 3 == 0)[..., 1:], "scalar": torch.tensor(1.5), "empty": torch.empty(0, 3),
        "parameter": torch.nn.Parameter(table[4:]),
        "uint16": cube.to(torch.uint16)[1:, 2], "uint32": cube.to(torch.uint32), "uint64": cube.to(torch.uint64)[2],
    }


def deflated(source, target):
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in whole.infolist():
            packed.writestr(entry.filename, whole.read(entry))


class Runs:
    """What a hostile file would have the reader call."""

    def __init__(self, call, *arguments):
        self.call, self.arguments = call, arguments

    def __reduce__(self):
        return self.call, self.arguments


def refused():
    """Files that hold anything but a table of tensors in formats that TLC has."""
    import os
    table = torch.ones(2, 3)
    quantized = torch.quantize_per_tensor(table, 0.1, 0, torch.qint8)
    return {
        "system": {"a": table, "b": Runs(os.system, "touch /tmp/tlc-pickle-ran")},
        "eval": Runs(eval, "1"),
        "module": torch.nn.Linear(2, 2),
        "nested": {"state_dict": {"a": table}, "epoch": 3},
        "number": {"a": table, "steps": 7},
        "sparse": {"a": table.to_sparse()},
        "quantized": {"a": quantized},
        "float8": {"a": table.to(torch.float8_e4m3fn)},
        "complex": {"a": torch.complex(table, table)},
        "expanded": {"a": torch.ones(1).expand(1000)},
        "tensor": table,
    }


def torch_fixtures(folder):
    shutil.rmtree(folder / "refused", ignore_errors=True)
    (folder / "refused").mkdir(parents=True)
    torch.save(views(), folder / "views.bin")
    torch.save(views(), folder / "views-protocol-4.bin", pickle_protocol=4)
    deflated(folder / "views.bin", folder / "views-deflated.bin")
    expected = {"views": content(views())}
    torch.manual_seed(2)
    module = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    torch.save(module.state_dict(), folder / "module.bin")
    torch.save(module.state_dict(), folder / "old.bin", _use_new_zipfile_serialization=False)
    expected["module"] = content(module.state_dict())
    bert = torch.load(folder / "ner_bert.bin", weights_only=True)
    expected["ner_bert"] = content(bert)
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
    for name, value in refused().items():
        torch.save(value, folder / "refused" / f"{name}.bin")


def sharded(folder, source):
    """One model in two files, in both forms."""
    tensors = load_file(source)
    names = sorted(tensors)
    shards = [names[: len(names) // 2], names[len(names) // 2:]]
    for form, ending in (("model", "safetensors"), ("pytorch_model", "bin")):
        where = folder / ending
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir(parents=True)
        files = [f"{form}-0000{i + 1}-of-00002.{ending}" for i in range(2)]
        for file, shard in zip(files, shards):
            part = {name: tensors[name] for name in shard}
            save_file(part, where / file, {"format": "pt"}) if form == "model" else torch.save(part, where / file)
        total = sum(tensor.nbytes for tensor in tensors.values())
        index = dict(metadata=dict(total_size=total),
                     weight_map={name: file for file, shard in zip(files, shards) for name in shard})
        (where / f"{form}.{ending}.index.json").write_text(json.dumps(index, indent=2) + "\n")
    (folder / "expected.json").write_text(json.dumps(content(tensors), indent=1) + "\n")


if __name__ == "__main__":
    root = Path(sys.argv[1])
    torch_fixtures(root / "torch" / "fixtures")
    sharded(root / "weights" / "fixtures", root.parent.parent / "families/src/families/distilbert/fixtures/base/model.safetensors")
