"""Five steps of PyTorch's and Transformers' optimisers in float64, on gradients that a formula gives: writes
optimizers.json beside itself.

    python optimizers.py      # with torch and transformers
"""
import json
import math
import pathlib
import torch
import transformers
from transformers.optimization import Adafactor

SHAPES = {"wide": (3, 5), "tall": (6, 4), "square": (4, 4), "vector": (5,)}
STEPS = 5


def sines(shape, phase, size):
    count = math.prod(shape)
    return torch.tensor([size * math.sin(1.7 * (i + 1) + phase) for i in range(count)], dtype=torch.float64).reshape(shape)


def start():
    return {name: sines(shape, 0.3 * i, 0.5) for i, (name, shape) in enumerate(SHAPES.items())}


def gradient(name, step):
    return sines(SHAPES[name], 2.1 * step + len(name), 0.1 * (step + 1))


def run(make, only_matrices=False):
    values = {k: v.requires_grad_() for k, v in start().items() if not (only_matrices and v.dim() < 2)}
    optimizer = make(list(values.values()))
    for step in range(STEPS):
        for name, value in values.items():
            value.grad = gradient(name, step)
        optimizer.step()
    return {name: value.detach().flatten().tolist() for name, value in values.items()}


# PyTorch's Muon rounds to bfloat16 in its iteration; here it shall compute as it is written
torch_to = torch.Tensor.to


def unrounded(self, *args, **kwargs):
    if kwargs.get("dtype") is torch.bfloat16:
        kwargs["dtype"] = self.dtype
    return torch_to(self, *args, **kwargs)


torch.Tensor.to = unrounded

cases = [
    ("adamw", {"weightDecay": 0.1, "beta2": 0.98}, 0.01, run(lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.9, 0.98), weight_decay=0.1))),
    ("sgd", {"weightDecay": 0}, 0.05, run(lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True))),
    ("sgd", {"weightDecay": 0, "momentum": 0.5}, 0.05, run(lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.5, nesterov=True))),
    ("adafactor", {"weightDecay": 0}, 0.01, run(lambda p: Adafactor(p, lr=0.01, scale_parameter=False, relative_step=False))),
    ("adafactor", {"weightDecay": 0.1, "scaleParameter": True}, 0.03, run(lambda p: Adafactor(p, lr=0.03, scale_parameter=True, relative_step=False, weight_decay=0.1))),
    ("adafactor", {"weightDecay": 0, "scaleParameter": True, "relativeStep": True}, 1, run(lambda p: Adafactor(p))),
    # PyTorch's own takes min(lr, 1 / sqrt(t)) and always scales
    ("adafactor", {"weightDecay": 0, "scaleParameter": True}, 0.02, run(lambda p: torch.optim.Adafactor(p, lr=0.02, eps=(1e-30, 1e-3)))),
    ("muon", {"weightDecay": 0.1, "scale": "original"}, 0.02, run(lambda p: torch.optim.Muon(p, lr=0.02, weight_decay=0.1), True)),
    ("muon", {"weightDecay": 0, "momentum": 0.8}, 0.02, run(lambda p: torch.optim.Muon(p, lr=0.02, weight_decay=0, momentum=0.8, adjust_lr_fn="match_rms_adamw"), True)),
]
document = {
    "made_by": f"torch {torch.__version__}, transformers {transformers.__version__}",
    "start": {name: value.flatten().tolist() for name, value in start().items()},
    "shapes": SHAPES,
    "gradients": [{name: gradient(name, step).flatten().tolist() for name in SHAPES} for step in range(STEPS)],
    "cases": [{"optimizer": a, "options": b, "rate": c, "end": d} for a, b, c, d in cases],
}


def rounded(x):
    if isinstance(x, float):
        return float(f"{x:.12g}")
    if isinstance(x, dict):
        return {k: rounded(v) for k, v in x.items()}
    return [rounded(v) for v in x] if isinstance(x, (list, tuple)) else x


text = json.dumps(rounded(document)).replace('{"optimizer"', '\n{"optimizer"').replace('{"wide"', '\n{"wide"')
pathlib.Path(__file__).with_name("optimizers.json").write_text(text + "\n")
