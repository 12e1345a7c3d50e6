"""Reversible layers of pre-norm encoders (Gomez et al. 2017, arXiv 1707.04585; Kitaev et al. 2020, arXiv 2001.04451), which
Transformers has not: its own classes with other layers. Both streams begin as the embeddings; their sum goes on."""
import torch
import transformers
from transformers.models.modernbert.modeling_modernbert import ModernBertEncoderLayer
from transformers.models.roberta_prelayernorm.modeling_roberta_prelayernorm import RobertaPreLayerNormLayer


def reversible(layer, hidden, attend, feed):
    """One layer. Between two layers the streams lie beside one another, in the last dimension."""
    x1, x2 = (hidden, hidden) if layer.is_first else hidden.chunk(2, dim=-1)
    y1 = x1 + attend(x2)
    y2 = x2 + feed(y1)
    return y1 + y2 if layer.is_last else torch.cat([y1, y2], dim=-1)


class RobertaLayer(RobertaPreLayerNormLayer):
    def forward(self, hidden_states, attention_mask=None, *_, **__):
        own = self.attention

        def attend(x):
            return own.output.dense(own.self(own.LayerNorm(x), attention_mask)[0])

        return reversible(self, hidden_states, attend, lambda x: self.output.dense(self.intermediate(x)))


class ModernBertLayer(ModernBertEncoderLayer):
    def forward(self, hidden_states, **how):
        return reversible(self, hidden_states, lambda x: self.attn(self.attn_norm(x), **how)[0],
                          lambda x: self.mlp(self.mlp_norm(x)))


def make_reversible(layers, layer_class):
    for i, layer in enumerate(layers):
        layer.__class__ = layer_class
        layer.is_first, layer.is_last = i == 0, i == len(layers) - 1


class ReversibleRobertaPreLayerNormConfig(transformers.RobertaPreLayerNormConfig):
    model_type = "reversible-roberta-prelayernorm"


class ReversibleModernBertConfig(transformers.ModernBertConfig):
    model_type = "reversible-modernbert"


def reversible_roberta(head_class):
    class Reversible(head_class):
        config_class = ReversibleRobertaPreLayerNormConfig

        def __init__(self, config):
            super().__init__(config)
            make_reversible(self.roberta_prelayernorm.encoder.layer, RobertaLayer)

    Reversible.__name__ = f"Reversible{head_class.__name__}"
    return Reversible


def reversible_modernbert(head_class):
    class Reversible(head_class):
        config_class = ReversibleModernBertConfig

        def __init__(self, config):
            super().__init__(config)
            make_reversible(self.model.layers, ModernBertLayer)

    Reversible.__name__ = f"Reversible{head_class.__name__}"
    return Reversible


CLASSES = [
    reversible_roberta(transformers.RobertaPreLayerNormForMaskedLM),
    reversible_roberta(transformers.RobertaPreLayerNormForSequenceClassification),
    reversible_modernbert(transformers.ModernBertForMaskedLM),
    reversible_modernbert(transformers.ModernBertForSequenceClassification),
]
