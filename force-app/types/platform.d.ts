/** What the Lightning platform resolves and no package types; only what the components use. */

declare module '@salesforce/label/*' {
  const text: string;
  export default text;
}
declare module '@salesforce/i18n/*' {
  const value: string;
  export default value;
}
/** True for holders, undefined for all others. */
declare module '@salesforce/customPermission/*' {
  const held: true | undefined;
  export default held;
}
declare module '@salesforce/user/*' {
  const value: string;
  export default value;
}
declare module '@salesforce/schema/*' {
  const token: { readonly fieldApiName: string; readonly objectApiName: string };
  export default token;
}

type WireAdapter = import('lwc').WireAdapterConstructor & ((config?: unknown) => void);

declare module 'lightning/uiRecordApi' {
  export const getRecord: WireAdapter;
  export function getFieldValue(record: unknown, field: unknown): unknown;
  export function getFieldDisplayValue(record: unknown, field: unknown): string | null;
  export function createRecord(input: { apiName: string; fields: Record<string, unknown> }): Promise<{ id: string }>;
  export function updateRecord(input: { fields: Record<string, unknown> }): Promise<unknown>;
  export function notifyRecordUpdateAvailable(items: readonly { recordId: string }[]): Promise<void>;
}
declare module 'lightning/uiObjectInfoApi' {
  export const getObjectInfo: WireAdapter;
  export const getPicklistValuesByRecordType: WireAdapter;
}
declare module 'lightning/graphql' {
  export const graphql: WireAdapter;
  export function gql(strings: TemplateStringsArray, ...values: readonly unknown[]): string;
}
declare module 'lightning/navigation' {
  export const CurrentPageReference: WireAdapter;
  export const NavigationMixin: {
    <Base extends new (...args: any[]) => object>(base: Base): Base;
    readonly Navigate: unique symbol;
    readonly GenerateUrl: unique symbol;
  };
}
declare module 'lightning/modal' {
  import { LightningElement } from 'lwc';
  export default class LightningModal extends LightningElement {
    static open(options: Record<string, unknown>): Promise<unknown>;
    disableClose: boolean;
    close(result?: unknown): void;
  }
}
declare module 'lightning/platformShowToastEvent' {
  export class ShowToastEvent extends CustomEvent<unknown> {
    constructor(detail: { title: string; message?: string; variant?: string; mode?: string });
  }
}

/** A template holds HTML elements, base components and our own: LWC types what it finds in it as plain elements. */
interface Element {
  readonly dataset: DOMStringMap;
  focus(): void;
  blur(): void;
  setCustomValidity?(message: string): void;
  reportValidity?(): boolean;
  /** Of c-handrail-criterion. */
  focusField?(name: string): boolean;
  /** Of c-handrail-change. */
  enter?(entries: Record<string, unknown>): void;
  /** Of c-override-request, and with an opener and a question of c-handrail-popover. */
  ask?(opener?: Element, question?: object): void;
  /** Of c-handrail-popover. */
  close?(): void;
}
