import { parseXml, type XmlElement } from '../../shared/xml/index.ts';

/**
 * @returns the root element, or undefined when it is another than expected
 * @throws Error naming the file when it is not XML within limits
 */
export function documentOf(path: string, xml: string, name: string): XmlElement | undefined {
  let root: XmlElement;
  try {
    root = parseXml(xml);
  } catch (error) {
    throw new Error(`${path} was not read: ${(error as Error).message}`, { cause: error });
  }
  return root.name === name ? root : undefined;
}
