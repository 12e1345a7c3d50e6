"""The Universal Transformer (Dehghani et al. 2018, arXiv 1807.03819) without adaptive computation time, which Transformers
has not: equations 4 to 7 in PyTorch, with heads as RoBERTa has them. One sentence at a time, without padding."""
import torch
from torch import nn
from torch.nn import functional
from transformers import PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import (
    BaseModelOutput, MaskedLMOutput, QuestionAnsweringModelOutput, SequenceClassifierOutput, TokenClassifierOutput)


class UniversalTransformerConfig(PretrainedConfig):
    model_type = "universal-transformer"


def sinusoid(value, width):
    """sin(value / 10000^(2j / width)) in column 2j, the cosine in column 2j + 1."""
    angles = [value / 10000 ** (2 * (column // 2) / width) for column in range(width)]
    angles = torch.tensor(angles, dtype=torch.float64)
    return torch.where(torch.arange(width) % 2 == 0, angles.sin(), angles.cos())


def coordinates(length, step, width):
    """Equations 6 and 7: of the positions 1 to length, at a step counted from 1."""
    return torch.stack([sinusoid(i, width) + sinusoid(step, width) for i in range(1, length + 1)])


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, self.heads = config.hidden_size, config.num_attention_heads
        self.self = nn.ModuleDict({name: nn.Linear(width, width) for name in ("query", "key", "value")})
        self.output = nn.ModuleDict(dict(dense=nn.Linear(width, width), LayerNorm=norm(config)))

    def forward(self, x):
        """[tokens, width]: eq. 2 and 3, dense."""
        parts = [self.self[name](x).unflatten(1, (self.heads, -1)).transpose(0, 1) for name in ("query", "key", "value")]
        query, key, value = parts
        scores = query @ key.transpose(1, 2) / query.shape[-1] ** 0.5
        return self.output["dense"]((scores.softmax(dim=-1) @ value).transpose(0, 1).flatten(1))


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, inner = config.hidden_size, config.intermediate_size
        self.attention = Attention(config)
        self.intermediate = nn.ModuleDict(dict(dense=nn.Linear(width, inner)))
        self.output = nn.ModuleDict(dict(dense=nn.Linear(inner, width), LayerNorm=norm(config)))

    def forward(self, x):
        """Equations 4 and 5, of the sum of state and coordinates."""
        a = self.attention.output["LayerNorm"](x + self.attention(x))
        transition = self.output["dense"](functional.relu(self.intermediate["dense"](a)))
        return self.output["LayerNorm"](a + transition)


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.embeddings = nn.ModuleDict(dict(
            word_embeddings=nn.Embedding(config.vocab_size, config.hidden_size), LayerNorm=norm(config)))
        self.layer = nn.ModuleList([Layer(config) for _ in range(config.num_hidden_layers)])

    def forward(self, input_ids):
        x = self.embeddings["LayerNorm"](self.embeddings["word_embeddings"](input_ids[0]))
        for step in range(1, self.config.num_steps + 1):
            x = x + coordinates(*x.shape[:1], step, x.shape[1]).to(x.dtype)
            for layer in self.layer:
                x = layer(x)
        return x


def norm(config):
    return nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)


class UniversalTransformer(PreTrainedModel):
    config_class = UniversalTransformerConfig
    base_model_prefix = "universal_transformer"

    def __init__(self, config):
        super().__init__(config)
        self.universal_transformer = Encoder(config)
        self.add_head(config)
        self.post_init()

    def add_head(self, config):
        pass


class UniversalTransformerModel(UniversalTransformer):
    def forward(self, input_ids, attention_mask=None):
        return BaseModelOutput(last_hidden_state=self.universal_transformer(input_ids)[None])


class MaskedLmHead(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self.layer_norm = norm(config)
        self.bias = nn.Parameter(torch.zeros(config.vocab_size))

    def forward(self, x, words):
        return self.layer_norm(functional.gelu(self.dense(x))) @ words.T + self.bias


class UniversalTransformerForMaskedLM(UniversalTransformer):
    def add_head(self, config):
        self.lm_head = MaskedLmHead(config)

    def forward(self, input_ids, attention_mask=None, labels=None):
        words = self.universal_transformer.embeddings["word_embeddings"].weight
        logits = self.lm_head(self.universal_transformer(input_ids), words)
        return MaskedLMOutput(loss=functional.cross_entropy(logits, labels[0]), logits=logits[None])


class UniversalTransformerForSequenceClassification(UniversalTransformer):
    def add_head(self, config):
        width = config.hidden_size
        self.classifier = nn.ModuleDict(dict(dense=nn.Linear(width, width), out_proj=nn.Linear(width, config.num_labels)))

    def forward(self, input_ids, attention_mask=None, labels=None):
        first = self.universal_transformer(input_ids)[:1]
        logits = self.classifier["out_proj"](self.classifier["dense"](first).tanh())
        losses = dict(regression=lambda: functional.mse_loss(logits[0], labels),
                      single_label_classification=lambda: functional.cross_entropy(logits, labels),
                      multi_label_classification=lambda: functional.binary_cross_entropy_with_logits(logits, labels))
        return SequenceClassifierOutput(loss=losses[self.config.problem_type](), logits=logits)


class UniversalTransformerForTokenClassification(UniversalTransformer):
    def add_head(self, config):
        self.classifier = nn.Linear(config.hidden_size, config.num_labels)

    def forward(self, input_ids, attention_mask=None, labels=None):
        logits = self.classifier(self.universal_transformer(input_ids))
        return TokenClassifierOutput(loss=functional.cross_entropy(logits, labels[0]), logits=logits[None])


class UniversalTransformerForQuestionAnswering(UniversalTransformer):
    def add_head(self, config):
        self.qa_outputs = nn.Linear(config.hidden_size, 2)

    def forward(self, input_ids, attention_mask=None, start_positions=None, end_positions=None):
        start, end = self.qa_outputs(self.universal_transformer(input_ids)).T[:, None]
        loss = (functional.cross_entropy(start, start_positions) + functional.cross_entropy(end, end_positions)) / 2
        return QuestionAnsweringModelOutput(loss=loss, start_logits=start, end_logits=end)


CLASSES = [UniversalTransformerModel, UniversalTransformerForMaskedLM, UniversalTransformerForSequenceClassification,
           UniversalTransformerForTokenClassification, UniversalTransformerForQuestionAnswering]
