import { describe, expect, it } from '@jest/globals';
import {
  ChoiceKey,
  FlagKey,
  FreeObjectKey,
  IntegerKey,
  NumberListKey,
  ObjectKey,
  TextKey,
  TextListKey,
  TextListOrMapKey,
} from './keys.js';
import { jsonSchemaOf } from './json-schema.js';

class Inner {
  @IntegerKey('layers', { min: 1, max: 24 }) readonly layers: number = 2;
}

class Outer {
  @TextKey('its name') readonly name!: string;
  @TextKey('a title', { optional: true, min: 0, max: 5 }) readonly title?: string;
  @ChoiceKey('colour', ['red', 'blue']) readonly colour: string = 'red';
  @FlagKey('whether') readonly whether: boolean = false;
  @NumberListKey('rates', { min: 0 }) readonly rates!: number[];
  @TextListKey('kinds', { choices: ['a', 'b'], optional: true, max: 2 }) readonly kinds?: string[];
  @TextListOrMapKey('labels', { optional: true }) readonly labels?: string[];
  @FreeObjectKey('anything', { optional: true }) readonly free?: Record<string, unknown>;
  @ObjectKey('the inner', () => Inner) readonly inner: Inner = new Inner();
}

describe('the JSON Schema of a class', () => {
  it('has its keys, their bounds and defaults, and no others', () => {
    expect(jsonSchemaOf(Outer)).toEqual({
      type: 'object',
      required: ['name', 'rates'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 1024, description: 'its name' },
        title: { type: 'string', minLength: 0, maxLength: 5, description: 'a title' },
        colour: { enum: ['red', 'blue'], description: 'colour', default: 'red' },
        whether: { type: 'boolean', description: 'whether', default: false },
        rates: {
          type: 'array',
          items: { type: 'number', minimum: 0 },
          minItems: 1,
          maxItems: 1000,
          description: 'rates',
        },
        kinds: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 2, description: 'kinds' },
        labels: {
          anyOf: [
            { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, maxItems: 1000 },
            {
              type: 'object',
              additionalProperties: { type: 'string', minLength: 1 },
              minProperties: 1,
              maxProperties: 1000,
            },
          ],
          description: 'labels',
        },
        free: { type: 'object', description: 'anything' },
        inner: {
          type: 'object',
          description: 'the inner',
          additionalProperties: false,
          properties: { layers: { type: 'integer', minimum: 1, maximum: 24, description: 'layers', default: 2 } },
        },
      },
    });
  });
});
