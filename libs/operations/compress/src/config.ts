import { FreeObjectKey, LABEL_MAPPING, TextKey, TextMapKey } from '#contracts';

/** Config of `compress`. */
export class CompressConfig {
  @TextKey('id of the compression plugin')
  readonly with!: string;

  @FreeObjectKey('config of the plugin; `tlc plugins show ID` lists its keys')
  readonly config: Record<string, unknown> = {};

  @TextMapKey(LABEL_MAPPING, { optional: true })
  readonly labels?: Readonly<Record<string, string>>;
}
