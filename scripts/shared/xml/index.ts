export { childOf, childrenOf, flagOf, textOf, trimmed, type XmlElement } from './element.ts';
export { parseXml, XmlError, type XmlLimits } from './parse.ts';
export { printXml, type XmlContent } from './print.ts';
