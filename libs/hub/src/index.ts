export { commitOnHub, fetchFromHub } from './fetch-from-hub.js';
export type { HubModel, HubOptions } from './model.js';
export { type HubReference, isHubReference, parseHubReference } from './reference.js';
export { type HubSettings, hubSettings } from './settings.js';
export type { PinnedFile } from './verify.js';
export { hubFolder, pinHubReference, type PinnedReference } from './pin.js';
