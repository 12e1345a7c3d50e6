/** What the config of every step that matches a model's classes with a data set's labels says of `labels`. */
export const LABEL_MAPPING =
  'class of the model for each label of the data set, such as { "0": NEGATIVE, "1": POSITIVE }; left out: classes are matched by name, or in order with a warning where no names agree';
