/** The SOAP doors: the Metadata API (`/services/Soap/m`) and the Partner API (`/services/Soap/u`). */
import { isServedVersion } from '../http/apiVersions.ts';
import type { Operation, OperationContext, Reply } from '../http/operation.ts';
import { METADATA_NAMESPACE } from '../metadata/xml/print.ts';
import type { XmlElement } from '../metadata/xml/element.ts';
import { answer, fault, MAX_SOAP_BYTES, readCall, SoapFault } from './soapEnvelope.ts';
import { runMetadataCall } from './soapMetadata.ts';
import { runPartnerCall, type PartnerCall } from './soapPartner.ts';

const PARTNER_NAMESPACE = 'urn:partner.soap.sforce.com';

type Run = (operation: string, call: PartnerCall) => readonly XmlElement[];

const illegalSession = (): SoapFault => new SoapFault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');

function handler(namespace: string, run: Run): (context: OperationContext) => Promise<Reply> {
  return async (context) => {
    try {
      const version = context.params['apiVersion'] ?? '';
      if (!isServedVersion(`v${version}`)) throw new SoapFault('UNSUPPORTED_API_VERSION', `Invalid Api version specified on URL: ${version}`);
      const { operation, body, sessionId } = readCall(await context.body());
      const session = context.authenticate(sessionId);
      if (session === undefined) throw illegalSession();
      return answer(namespace, operation, run(operation, { context, session, body }));
    } catch (error) {
      return fault(namespace, error);
    }
  };
}

/** The session stands in the envelope, so the router asks for no token. */
const door = (name: string, letter: 'm' | 'u', namespace: string, run: Run): readonly Operation[] => ['', '/:organization'].map((end): Operation => ({
  name: `soap.${name}${end === '' ? '' : '.organization'}`,
  method: 'POST',
  path: `/services/Soap/${letter}/:apiVersion${end}`,
  authenticated: false,
  maxBodyBytes: MAX_SOAP_BYTES,
  refuse: (error) => fault(namespace, error.errorCode === 'INVALID_SESSION_ID' ? illegalSession() : error),
  handle: handler(namespace, run),
}));

export const soapOperations: readonly Operation[] = [
  ...door('metadata', 'm', METADATA_NAMESPACE, runMetadataCall),
  ...door('partner', 'u', PARTNER_NAMESPACE, runPartnerCall),
];
