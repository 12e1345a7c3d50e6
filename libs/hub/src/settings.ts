import { homedir } from 'node:os';
import { join } from 'node:path';
import { TlcError } from '#contracts';

/** Where models come from, as the environment says it: the variables are those of Hugging Face's own libraries. */
export interface HubSettings {
  /** `HF_ENDPOINT`: the hub, without a slash at its end. */
  readonly endpoint: string;
  /** `HF_HUB_OFFLINE`: the hub is not asked; what the cache has is used. */
  readonly isOffline: boolean;
  /** `HF_HUB_CACHE`, `HF_HOME`: the cache that Python's libraries share. */
  readonly cache: string;
  /** `TLC_HUB_FOLDER`: a folder of model folders, `<folder>/organisation/name`, that is used in place of the hub. */
  readonly folder?: string;
  /** `HF_TOKEN`: for models that are not public. */
  readonly token?: string;
}

const DEFAULT_ENDPOINT = 'https://huggingface.co';

/** @throws TlcError CONFIG_WRONG_VALUE for an endpoint that is no address, or a token that is none */
export function hubSettings(environment: NodeJS.ProcessEnv): HubSettings {
  const { HF_ENDPOINT, HF_HUB_OFFLINE, HF_TOKEN, TLC_HUB_FOLDER } = environment;
  const endpoint = (HF_ENDPOINT || DEFAULT_ENDPOINT).replace(/\/+$/, '');
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new TlcError('CONFIG_WRONG_VALUE', `HF_ENDPOINT is ${JSON.stringify(endpoint)}, expected an http address.`);
  }
  if (HF_TOKEN && !HF_TOKEN.startsWith('hf_')) {
    throw new TlcError('CONFIG_WRONG_VALUE', 'HF_TOKEN does not begin with hf_, as tokens of the hub do.');
  }
  return {
    endpoint,
    isOffline: /^(1|on|yes|true)$/i.test(HF_HUB_OFFLINE ?? ''),
    cache: cacheFolder(environment),
    ...(TLC_HUB_FOLDER && { folder: TLC_HUB_FOLDER }),
    ...(HF_TOKEN && { token: HF_TOKEN }),
  };
}

function cacheFolder({ HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME }: NodeJS.ProcessEnv): string {
  const home = HF_HOME || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface');
  return HF_HUB_CACHE || HUGGINGFACE_HUB_CACHE || join(home, 'hub');
}
