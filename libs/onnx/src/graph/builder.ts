import { ATTRIBUTE_TYPES, DATA_TYPES, type DataType, ModelProto } from '../proto/schema.js';

/** IR version 10 goes with opset 21 (ONNX 1.16), the first with 4-bit integers and blocks of scales. */
const IR_VERSION = 10;
export const OPSET = 21;

type Attribute = number | string | { readonly float: number } | readonly number[];

/** An input or output of a graph. */
export interface GraphValue {
  readonly name: string;
  readonly type: DataType;
  /** A string names an axis that may have any length. */
  readonly shape: readonly (number | string)[];
}

/** Collects an ONNX graph: each method adds a node or a constant and returns the name of its value. */
export class GraphBuilder {
  private readonly nodes: object[] = [];
  private readonly initializers: object[] = [];
  private readonly names = new Set<string>();

  /** A node of one output. `name` says what the value is; a number is added where it is taken.
   * Integer attributes are numbers, floats `{ float }`, lists of integers arrays. */
  node(opType: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}, name = opType): string {
    return this.add(opType, inputs, attributes, [this.unused(name)])[0];
  }

  /** A node of several outputs. */
  split(opType: string, inputs: readonly string[], attributes: Record<string, Attribute>, names: string[]): string[] {
    return this.add(
      opType,
      inputs,
      attributes,
      names.map((name) => this.unused(name)),
    );
  }

  private add(opType: string, input: readonly string[], attributes: Record<string, Attribute>, output: string[]) {
    const attribute = Object.entries(attributes).map(([name, value]) => {
      if (typeof value === 'number') return { name, i: value, type: ATTRIBUTE_TYPES.int };
      if (typeof value === 'string') return { name, s: Buffer.from(value), type: ATTRIBUTE_TYPES.string };
      if (value instanceof Array) return { name, ints: value, type: ATTRIBUTE_TYPES.ints };
      return { name, f: (value as { float: number }).float, type: ATTRIBUTE_TYPES.float };
    });
    this.nodes.push({ opType, input, output, name: `${opType}:${output[0]}`, attribute });
    return output;
  }

  /** A constant. `data` holds its bytes, little-endian. */
  constant(name: string, type: DataType, shape: readonly number[], data: ArrayBufferView): string {
    const unused = this.unused(name);
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push({ name: unused, dataType: DATA_TYPES[type], dims: shape, rawData });
    return unused;
  }

  floats(name: string, shape: readonly number[], values: Float32Array): string {
    return this.constant(name, 'float32', shape, values);
  }

  integers(name: string, values: readonly number[], scalar = false): string {
    return this.constant(name, 'int64', scalar ? [] : [values.length], BigInt64Array.from(values, BigInt));
  }

  /** The bytes of the model file. */
  finish(name: string, inputs: readonly GraphValue[], outputs: readonly GraphValue[]): Uint8Array {
    const graph = {
      name,
      node: this.nodes,
      initializer: this.initializers,
      input: inputs.map(valueInfo),
      output: outputs.map(valueInfo),
    };
    const opsetImport = [{ domain: '', version: OPSET }];
    return ModelProto.encode(
      ModelProto.create({ irVersion: IR_VERSION, producerName: 'tlc', producerVersion: '0.1.0', graph, opsetImport }),
    ).finish();
  }

  private unused(name: string): string {
    let unused = name;
    for (let n = 2; this.names.has(unused); n++) unused = `${name}_${n}`;
    this.names.add(unused);
    return unused;
  }
}

function valueInfo({ name, type, shape }: GraphValue): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: DATA_TYPES[type], shape: { dim } } } };
}
