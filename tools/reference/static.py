"""Static embeddings in PyTorch: a table of token vectors, and a layer with ReLU and a linear layer on the mean of a text's (Iyyer
et al. 2015). One sentence at a time, without padding."""
from torch import nn
from torch.nn import functional
from transformers import PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput, SequenceClassifierOutput


class StaticEmbeddingsConfig(PretrainedConfig):
    model_type = "static-embeddings"


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.word_embeddings = nn.Embedding(config.vocab_size, config.hidden_size)

    def forward(self, input_ids):
        return self.word_embeddings(input_ids[0])


class StaticEmbeddings(PreTrainedModel):
    config_class = StaticEmbeddingsConfig
    base_model_prefix = "static_embeddings"

    def __init__(self, config):
        super().__init__(config)
        self.static_embeddings = Encoder(config)
        self.add_head(config)
        self.post_init()

    def add_head(self, config):
        pass


class StaticEmbeddingsModel(StaticEmbeddings):
    def forward(self, input_ids, attention_mask=None):
        return BaseModelOutput(last_hidden_state=self.static_embeddings(input_ids)[None])


class StaticEmbeddingsForSequenceClassification(StaticEmbeddings):
    def add_head(self, config):
        width = config.hidden_size
        self.classifier = nn.ModuleDict(dict(dense=nn.Linear(width, width), out_proj=nn.Linear(width, config.num_labels)))

    def forward(self, input_ids, attention_mask=None, labels=None):
        mean = self.static_embeddings(input_ids).mean(0, keepdim=True)
        logits = self.classifier["out_proj"](self.classifier["dense"](mean).relu())
        losses = dict(regression=lambda: functional.mse_loss(logits[0], labels),
                      single_label_classification=lambda: functional.cross_entropy(logits, labels),
                      multi_label_classification=lambda: functional.binary_cross_entropy_with_logits(logits, labels))
        return SequenceClassifierOutput(loss=losses[self.config.problem_type](), logits=logits)


CLASSES = [StaticEmbeddingsModel, StaticEmbeddingsForSequenceClassification]
