"""Classes by name: TLC's own models, which are written here in PyTorch, and those of Transformers."""
import transformers

import reversible
import static
import universal

OWN = {own.__name__: own for own in [*reversible.CLASSES, *static.CLASSES, *universal.CLASSES]}


def class_named(name):
    return OWN.get(name) or getattr(transformers, name)
