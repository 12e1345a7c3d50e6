/** Where tags are kept: an artifact's id for each version of each name. */
export interface TagEntries {
  names(): Promise<string[]>;
  versions(name: string): Promise<string[]>;
  read(name: string, version: string): Promise<string | undefined>;
  write(name: string, version: string, id: string): Promise<void>;
  remove(name: string, version: string): Promise<void>;
}
