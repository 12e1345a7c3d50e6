/** What a plugin may work with beside the model: data to train or calibrate with, a model to learn from, and an earlier state of
 * the model. */
export type PluginInput = 'dataset' | 'teacher' | 'rewind';

/** A compression plugin as a recipe needs it. */
export interface PluginChoice {
  readonly id: string;
  readonly version: string;
  readonly kind: string;
  /** The service that runs plugins of its kind. */
  readonly service: string;
  /** The plugin's own config, checked, with every default filled in. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The inputs that it does not do without beside the model. */
  readonly needs: readonly PluginInput[];
  /** Keys of its config that have no effect, a sentence each. */
  readonly warnings: readonly string[];
}

/** Finds the plugin of an id and checks its config.
 * @param path what to call the config in messages
 * @param searched whether a search sets its strength, which the config is without then
 * @throws TlcError PLUGIN_UNKNOWN, PLUGIN_REFUSED, CONFIG_… */
export type ChoosePlugin = (
  id: string,
  config: unknown,
  path: string,
  searched?: boolean,
) => PluginChoice | Promise<PluginChoice>;

/** The keys of a config that name a plugin. */
export interface PluginKeys {
  /** Its id. */
  readonly with: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** What a search sets its strength for, where there is one. */
  readonly target?: object;
}
