/** A component as the org keeps it, and the set of all of them. */
import type { XmlElement } from './xml/element.ts';

export interface Component {
  readonly type: string;
  /** `Opportunity`, `Opportunity.Amount__c`, `Handrail_Criterion.OPP_QUAL_01`, `Sales_Reports/Win_Rate`. */
  readonly fullName: string;
  /** Path in a package. */
  readonly fileName: string;
  /** Normalised tree; of an object or labels file without the parts that are components themselves. */
  readonly content: XmlElement;
  /** Files other than metadata XML, by path in a package. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly id: string;
  readonly createdById: string;
  readonly createdDate: string;
  readonly lastModifiedById: string;
  readonly lastModifiedDate: string;
  /** Of a custom object or custom metadata type: the first three characters of its records' ids. */
  readonly recordKeyPrefix: string | null;
}

export const keyOf = (type: string, fullName: string): string => `${type}:${fullName.toLowerCase()}`;

/** Immutable; names are found in any case. */
export class ComponentSet {
  readonly #byKey: ReadonlyMap<string, Component>;
  #byType: ReadonlyMap<string, readonly Component[]> | undefined;

  constructor(components: Iterable<Component> = []) {
    this.#byKey = new Map([...components].map((component) => [keyOf(component.type, component.fullName), component]));
  }

  get(type: string, fullName: string): Component | undefined {
    return this.#byKey.get(keyOf(type, fullName));
  }

  has(type: string, fullName: string): boolean {
    return this.#byKey.has(keyOf(type, fullName));
  }

  /** Components of a type, by full name. */
  ofType(type: string): readonly Component[] {
    if (this.#byType === undefined) {
      const groups = Map.groupBy(this.#byKey.values(), (component) => component.type);
      for (const group of groups.values()) group.sort((left, right) => (left.fullName < right.fullName ? -1 : 1));
      this.#byType = groups;
    }
    return this.#byType.get(type) ?? [];
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  all(): IterableIterator<Component> {
    return this.#byKey.values();
  }

  with(changed: Iterable<Component>, removed: Iterable<Component> = []): ComponentSet {
    const next = new Map(this.#byKey);
    for (const component of removed) next.delete(keyOf(component.type, component.fullName));
    for (const component of changed) next.set(keyOf(component.type, component.fullName), component);
    return new ComponentSet(next.values());
  }
}
