import { createHash } from 'node:crypto';
import { toFloat16 } from '#artifacts';
import type { FloatType } from '../formats/dtypes.js';
import { ATTRIBUTE_TYPES, DATA_TYPES, type DataType, ModelProto } from '../proto/schema.js';

/** IR version 10 goes with opset 21 (ONNX 1.16), the first with 4-bit integers and blocks of scales. */
const IR_VERSION = 10;
export const OPSET = 21;

/** Bytes from which on a constant stands in a file once even where it is needed in several shapes. */
const LARGE = 4096;

/** The domain of ONNX Runtime's own operations, and their version. */
const CONTRIB = { domain: 'com.microsoft', version: 1 };

type Attribute = number | string | { readonly float: number } | readonly number[];

/** An input or output of a graph. */
export interface GraphValue {
  readonly name: string;
  readonly type: DataType;
  /** A string names an axis that may have any length; left out: any shape. */
  readonly shape?: readonly (number | string)[];
}

/** Collects an ONNX graph: each method adds a node or a constant and returns the name of its value. Constants of the same
 * content stand in the file once, however often a layer is applied or a table is used. */
export class GraphBuilder {
  private readonly nodes: object[] = [];
  private readonly initializers: object[] = [];
  /** By their type and content. */
  private readonly constants = new Map<string, { readonly name: string; readonly shape: string }>();
  private readonly names = new Set<string>();
  private isContrib = false;

  /** @param float what it calculates in: the type of `floats` */
  constructor(private current: FloatType = 'float32') {}

  get float(): FloatType {
    return this.current;
  }

  /** Draws in another type, as in float32 what half precision cannot hold. */
  inFloat<T>(type: FloatType, draw: () => T): T {
    const outside = this.current;
    this.current = type;
    try {
      return draw();
    } finally {
      this.current = outside;
    }
  }

  /** A value of whatever type as what the graph calculates in. */
  cast(x: string): string {
    return this.node('Cast', [x], { to: DATA_TYPES[this.current] });
  }

  /** A value of the graph's own type as float32. */
  toFloat32(x: string): string {
    return this.current === 'float32' ? x : this.node('Cast', [x], { to: DATA_TYPES.float32 });
  }

  /** A float32 value as what the graph calculates in. */
  fromFloat32(x: string): string {
    return this.current === 'float32' ? x : this.cast(x);
  }

  /** A node of one output of ONNX Runtime's own operations. */
  contrib(opType: string, inputs: readonly string[], attributes: Record<string, Attribute>): string {
    this.isContrib = true;
    return this.add(opType, inputs, attributes, [this.unused(opType)], CONTRIB.domain)[0];
  }

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

  private add(
    opType: string,
    input: readonly string[],
    attributes: Record<string, Attribute>,
    output: string[],
    domain = '',
  ) {
    const attribute = Object.entries(attributes).map(([name, value]) => {
      if (typeof value === 'number') return { name, i: value, type: ATTRIBUTE_TYPES.int };
      if (typeof value === 'string') return { name, s: Buffer.from(value), type: ATTRIBUTE_TYPES.string };
      if (value instanceof Array) return { name, ints: value, type: ATTRIBUTE_TYPES.ints };
      return { name, f: (value as { float: number }).float, type: ATTRIBUTE_TYPES.float };
    });
    this.nodes.push({ opType, input, output, name: `${opType}:${output[0]}`, attribute, domain });
    return output;
  }

  /** A constant. `data` holds its bytes, little-endian; a 4-bit type has two numbers to a byte. */
  constant(name: string, type: DataType, shape: readonly number[], data: ArrayBufferView): string {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const of = shape.join();
    const hash = createHash('sha256').update(rawData).digest('base64');
    // Reshape does not take 4-bit types
    const isReshaped = rawData.length >= LARGE && type !== 'uint4';
    const content = `${type} ${isReshaped ? '' : of} ${hash}`;
    const same = this.constants.get(content);
    if (same?.shape === of) return same.name;
    if (same) return this.node('Reshape', [same.name, this.integers('shape', shape)], {}, name);
    const unused = this.unused(name);
    this.initializers.push({ name: unused, dataType: DATA_TYPES[type], dims: shape, rawData });
    this.constants.set(content, { name: unused, shape: of });
    return unused;
  }

  /** Numbers of the type that the graph calculates in. */
  floats(name: string, shape: readonly number[], values: Float32Array): string {
    return this.constant(name, this.current, shape, this.current === 'float32' ? values : toFloat16(values));
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
    const opsetImport = [{ domain: '', version: OPSET }, ...(this.isContrib ? [CONTRIB] : [])];
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
  const dim = shape?.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: DATA_TYPES[type], ...(dim && { shape: { dim } }) } } };
}
