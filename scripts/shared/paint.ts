import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];
/** Gives a text a style of the terminal. */
export type Paint = (style: Style, text: string) => string;

/** @param color whoever prints has decided whether the terminal shows it; the texts stay as they are where it does not */
export function painter(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}
