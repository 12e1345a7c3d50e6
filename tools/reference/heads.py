"""Each head: its class in Transformers, the settings that ask for it, labels for each sentence, and its loss."""
import torch

# The sentences: no id is a padding token of any family (0 or 1) but at the start. A second type where a family has them.
SENTENCES = [
    [2, 7, 8, 3],
    [2, 49, 11, 4, 9, 3, 5, 6, 3],
    [2, 3],
    [2, 30, 31, 17, 5, 44, 13, 7, 21, 38, 26, 3],
]
TYPES = [[0] * 4, [0] * 6 + [1] * 3, [0] * 2, [0] * 7 + [1] * 5]
# Relative positions past the first buckets
LONG = [2, *((7 * i) % 43 + 5 for i in range(26)), 3]

MASKED = [{1: 5}, {2: 17, 7: 30}, {0: 0}, {1: 49, 5: 8, 10: 22}]
CLASSES = [2, 0, 1, 2]
SCORES = [0.5, -1.25, 3.0, 0.0]
MANY = [[1, 0, 0], [1, 1, 0], [0, 0, 0], [0, 1, 1]]
TOKENS = [[None, 3, 0, None], [None, 1, 2, 0, 3, None, 1, 1, None], [0, 1], [None, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, None]]
SPANS = [[1, 2], [6, 7], [0, 1], [3, 3]]
REPLACED = [[0, 1, 0, 0], [0, 0, 1, 1, 0, 0, 0, 1, 0], [0, 1], [0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0]]

# What a decoder should answer to each sentence, its end (3) included
TARGETS = [[9, 4, 3], [21, 22, 3], [3], [40, 5, 17, 17, 8, 3]]

IGNORED = -100


def tokens(labels):
    return torch.tensor([[IGNORED if label is None else label for label in labels]])


def masked(labels, length):
    row = [IGNORED] * length
    for position, label in labels.items():
        row[position] = label
    return torch.tensor([row])


def cross_entropy(logits, labels):
    return torch.nn.functional.cross_entropy(logits, torch.tensor(labels))


class MaskedLm:
    suffix, settings = "ForMaskedLM", {}

    def arguments(self, i):
        return dict(labels=masked(MASKED[i], len(SENTENCES[i])))

    def answer(self, i, output):
        """Logits of the masked rows only."""
        return dict(rows=list(MASKED[i]), labels=list(MASKED[i].values())), output.logits[0][list(MASKED[i])]

    def loss(self, logits):
        return cross_entropy(torch.cat(logits), [label for row in MASKED for label in row.values()])


class Classification:
    suffix, settings = "ForSequenceClassification", dict(
        problem_type="single_label_classification",
        id2label={0: "sad", 1: "calm", 2: "glad"}, label2id=dict(sad=0, calm=1, glad=2))
    labels, number = CLASSES, torch.long

    def arguments(self, i):
        return dict(labels=torch.tensor([self.labels[i]], dtype=self.number))

    def answer(self, i, output):
        return dict(labels=self.labels[i]), output.logits[0]

    def loss(self, logits):
        return cross_entropy(torch.stack(logits), CLASSES)


class Regression(Classification):
    settings = dict(problem_type="regression", num_labels=1)
    labels, number = SCORES, torch.float64

    def loss(self, logits):
        return torch.nn.functional.mse_loss(torch.cat(logits), torch.tensor(SCORES, dtype=torch.float64))


class MultiLabel(Classification):
    settings = Classification.settings | dict(problem_type="multi_label_classification")
    labels, number = MANY, torch.float64

    def loss(self, logits):
        targets = torch.tensor(MANY, dtype=torch.float64)
        return torch.nn.functional.binary_cross_entropy_with_logits(torch.stack(logits), targets)


class Tokens:
    suffix, settings = "ForTokenClassification", dict(
        id2label={0: "O", 1: "B-PER", 2: "I-PER", 3: "B-LOC"}, label2id={"O": 0, "B-PER": 1, "I-PER": 2, "B-LOC": 3})

    def arguments(self, i):
        return dict(labels=tokens(TOKENS[i]))

    def answer(self, i, output):
        return dict(labels=TOKENS[i]), output.logits[0]

    def loss(self, logits):
        labels = torch.cat([tokens(row)[0] for row in TOKENS])
        return torch.nn.functional.cross_entropy(torch.cat(logits), labels, ignore_index=IGNORED)


class QuestionAnswering:
    suffix, settings = "ForQuestionAnswering", {}

    def arguments(self, i):
        start, end = SPANS[i]
        return dict(start_positions=torch.tensor([start]), end_positions=torch.tensor([end]))

    def answer(self, i, output):
        """[tokens, 2]: start and end."""
        return dict(labels=SPANS[i]), torch.stack([output.start_logits[0], output.end_logits[0]], dim=1)

    def loss(self, logits):
        """The mean over sentences of the mean of both halves."""
        halves = [cross_entropy(row.T, span) for row, span in zip(logits, SPANS)]
        return torch.stack(halves).mean()


class ReplacedTokens:
    suffix, settings = "ForPreTraining", {}

    def arguments(self, i):
        return dict(labels=torch.tensor([REPLACED[i]]))

    def answer(self, i, output):
        return dict(labels=REPLACED[i]), output.logits[0]

    def loss(self, logits):
        targets = torch.tensor([label for row in REPLACED for label in row], dtype=torch.float64)
        return torch.nn.functional.binary_cross_entropy_with_logits(torch.cat(logits), targets)


class Seq2SeqLm:
    """The logits of each target token, given those before it; the start token is the config's."""
    settings = {}

    def arguments(self, i):
        return dict(labels=torch.tensor([TARGETS[i]]))

    def answer(self, i, output):
        return dict(target=TARGETS[i]), output.logits[0]

    def loss(self, logits):
        return cross_entropy(torch.cat(logits), sum(TARGETS, []))

    def smoothed_loss(self, logits):
        return torch.nn.functional.cross_entropy(torch.cat(logits), torch.tensor(sum(TARGETS, [])), label_smoothing=0.1)


HEADS = {
    "seq2seq-lm": Seq2SeqLm(),
    "masked-lm": MaskedLm(), "classification": Classification(), "regression": Regression(),
    "multi-label": MultiLabel(), "tokens": Tokens(), "question-answering": QuestionAnswering(),
    "replaced-tokens": ReplacedTokens(),
}
