import type { YamlFile, Path } from '../yaml/yamlFile.ts';

/** Where in the files a part of the model was read, so that a check can point at any of its keys. */
export interface Place {
  readonly yaml: YamlFile;
  readonly path: Path;
}

/** Places by the part of the model itself: an id may stand twice, a part cannot. */
export class Places {
  readonly #places = new Map<object, Place>();

  /** Remembers and hands back the part. */
  mark<T extends object>(part: T, yaml: YamlFile, path: Path): T {
    this.#places.set(part, { yaml, path });
    return part;
  }

  /** True when a key is written there, and not filled in by a default. */
  writes(part: object, key: string): boolean {
    const { yaml, path } = this.of(part);
    const source = path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined), yaml.value);
    return typeof source === 'object' && source !== null && Object.hasOwn(source, key);
  }

  /** @throws when the part is not of this model, which is a mistake in the code */
  of(part: object): Place {
    const place = this.#places.get(part);
    if (!place) throw new Error('This part of the playbook was never marked with its place.');
    return place;
  }
}
