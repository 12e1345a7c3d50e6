import { content, quoted, TlcError } from '#contracts';
import type { Refuse } from '../file/bytes.js';
import type { PickleNames } from '../pickle/machine.js';
import { describeValue, isKind, type PickleValue } from '../pickle/values.js';
import { NUMBER_FORMATS, type DType } from '../safetensors/dtypes.js';
import { formatNamed, isFormat } from './formats.js';
import { rebuildTensor, TorchStorage, TorchTensor } from './tensor.js';

const ORDERED_DICT = 'collections.OrderedDict';
const PARAMETER = 'torch._utils._rebuild_parameter';
const TENSOR = 'torch._utils._rebuild_tensor_v2';
/** As v2, for number formats without a storage class of their own. */
const TENSOR_OF_DTYPE = 'torch._utils._rebuild_tensor_v3';

/** All functions that weights may name. None is called: what they would make is written down as data. */
const FUNCTIONS = new Set([ORDERED_DICT, PARAMETER, TENSOR, TENSOR_OF_DTYPE]);

/**
 * The names in a pickle of PyTorch's: tensors, and the tables that hold them.
 *
 * @throws TlcError (of its functions) PICKLE_REFUSED for every other name, with the name; WEIGHTS_TYPE_UNSUPPORTED
 */
export function torchNames(path: string, refuse: Refuse): PickleNames {
  const forbid = (problem: string): never => {
    const message = `${path}: its pickle ${problem}. Nothing of it was run.`;
    throw new TlcError('PICKLE_REFUSED', message, { details: { path } });
  };
  const formatOf = (type: PickleValue | undefined, owner: string): DType =>
    isKind(type, 'global') && isFormat(type.name)
      ? formatNamed(type.name, owner, path)
      : refuse(`its pickle has a ${owner} without a number format`);
  return {
    global(name) {
      if (!FUNCTIONS.has(name) && !isFormat(name)) forbid(`asks for ${quoted(name.slice(0, 200))}`);
      return { kind: 'global', name };
    },
    call({ name }, args) {
      if (name === ORDERED_DICT && args.length === 0) return { kind: 'dict', entries: new Map() };
      if (name === TENSOR) return made(rebuildTensor(args, undefined, refuse));
      if (name === TENSOR_OF_DTYPE) return made(rebuildTensor(args, formatOf(args[6], 'tensor'), refuse));
      if (name === PARAMETER && isTensor(args[0])) return args[0];
      return forbid(`calls ${name} with ${args.map(describeValue).join(', ') || 'nothing'}`);
    },
    persistent(id) {
      // ('storage', class, name of its entry, device, number of values)
      const [word, type, key, , count] = isKind(id, 'tuple') ? id.items : [];
      if (word !== 'storage') return forbid(`refers to ${describeValue(id)}`);
      if (typeof key !== 'string' || !/^[\w-]{1,100}$/.test(key))
        return refuse('its pickle has a storage without a name');
      const dtype = formatOf(type, `storage ${content(key)}`);
      const bytes = (typeof count === 'number' ? count : NaN) * NUMBER_FORMATS[dtype].bytes;
      if (!Number.isSafeInteger(bytes) || bytes < 0)
        return refuse(`its pickle has a storage ${content(key)} without a size`);
      return made(new TorchStorage(key, dtype, bytes));
    },
    build(value, state) {
      // Modules note the versions of their layers beside a table: nothing that weights need
      if (!isKind(value, 'dict') || !isKind(state, 'dict')) forbid(`gives attributes to ${describeValue(value)}`);
    },
  };
}

const made = (value: TorchStorage | TorchTensor): PickleValue => ({ kind: 'object', value });

const isTensor = (value: PickleValue | undefined): value is PickleValue =>
  isKind(value, 'object') && value.value instanceof TorchTensor;
