import { FreeObjectKey, TextKey } from '#contracts';

/** Config of `compress`. */
export class CompressConfig {
  @TextKey('id of the compression plugin')
  readonly with!: string;

  @FreeObjectKey('config of the plugin; `tlc plugins show ID` lists its keys')
  readonly config: Record<string, unknown> = {};
}
