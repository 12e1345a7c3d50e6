import { FreeObjectKey, LABEL_MAPPING, ObjectKey, TextKey, TextMapKey } from '#contracts';
import { TargetConfig } from '#methods';

/** Config of `compress`. */
export class CompressConfig {
  @TextKey('id of the compression plugin')
  readonly with!: string;

  @FreeObjectKey('config of the plugin; `tlc plugins show ID` lists its keys')
  readonly config: Record<string, unknown> = {};

  @ObjectKey(
    'what the result must reach: the strength of the plugin, one of its keys, is searched for, and left out of config',
    () => TargetConfig,
    { optional: true },
  )
  readonly target?: TargetConfig;

  @TextMapKey(LABEL_MAPPING, { optional: true })
  readonly labels?: Readonly<Record<string, string>>;
}
