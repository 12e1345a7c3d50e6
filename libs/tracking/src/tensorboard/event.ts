import protobuf from 'protobufjs';

/** The fields of TensorBoard's events that are written, with the numbers of tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto. */
const root = protobuf.Root.fromJSON({
  nested: {
    Value: { fields: { tag: { type: 'string', id: 1 }, simpleValue: { type: 'float', id: 2 } } },
    Summary: { fields: { value: { rule: 'repeated', type: 'Value', id: 1 } } },
    Event: {
      fields: {
        wallTime: { type: 'double', id: 1 },
        step: { type: 'int64', id: 2 },
        fileVersion: { type: 'string', id: 3 },
        summary: { type: 'Summary', id: 5 },
      },
    },
  },
});

const Event = root.lookupType('Event');

/** The version of files with one record for each event. */
const VERSION = 'brain.Event:2';

/** The event that a file begins with. @param wallTime seconds since 1970 */
export const firstEvent = (wallTime: number): Uint8Array => Event.encode({ wallTime, fileVersion: VERSION }).finish();

/** Figures at a step of a training. @param wallTime seconds since 1970 */
export function scalarEvent(wallTime: number, step: number, figures: ReadonlyMap<string, number>): Uint8Array {
  const value = [...figures].map(([tag, simpleValue]) => ({ tag, simpleValue }));
  return Event.encode({ wallTime, step, summary: { value } }).finish();
}
