/** The Partner API's calls that clients still need: lead conversion, and who is asking. */
import { OrgError, type ConvertLeadRequest, type Session } from '../engine/types.ts';
import type { OperationContext } from '../http/operation.ts';
import { literal } from '../http/soqlLiteral.ts';
import { childrenOf, flagOf, textOf, type XmlElement } from '../metadata/xml/element.ts';
import { result, SoapFault } from './soapEnvelope.ts';

export interface PartnerCall {
  readonly context: OperationContext;
  readonly session: Session;
  readonly body: XmlElement;
}

/** Leads that one call may convert. */
const MAX_LEADS = 100;

function conversion(node: XmlElement): ConvertLeadRequest {
  const optional = (name: 'accountId' | 'contactId' | 'opportunityName' | 'ownerId'): Partial<ConvertLeadRequest> => {
    const text = textOf(node, name)?.trim();
    return text === undefined ? {} : { [name]: text };
  };
  return {
    leadId: textOf(node, 'leadId')?.trim() ?? '', convertedStatus: textOf(node, 'convertedStatus') ?? '', doNotCreateOpportunity: flagOf(node, 'doNotCreateOpportunity'),
    ...optional('accountId'), ...optional('contactId'), ...optional('opportunityName'), ...optional('ownerId'),
  };
}

/** Each lead for itself; a refused one says why in its own result. */
function convertLead({ context, session, body }: PartnerCall): readonly XmlElement[] {
  const nodes = childrenOf(body, 'leadConverts');
  if (nodes.length > MAX_LEADS) throw new SoapFault('EXCEEDED_ID_LIMIT', `convertLead takes at most ${MAX_LEADS} leads`);
  return nodes.map((node) => {
    const request = conversion(node);
    try {
      const made = context.engine.transaction(() => context.engine.convertLead(session, request));
      return result({ accountId: made.accountId, contactId: made.contactId, leadId: request.leadId, opportunityId: made.opportunityId, success: true });
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      return result({ errors: [{ fields: error.fields ?? [], message: error.message, statusCode: error.errorCode }], leadId: request.leadId, success: false });
    }
  });
}

function getUserInfo({ context, session }: PartnerCall): readonly XmlElement[] {
  const { engine } = context;
  const [user] = engine.query(session, `SELECT Name, Email, ProfileId, UserRoleId, TimeZoneSidKey, LocaleSidKey, LanguageLocaleKey FROM User WHERE Id = ${literal(session.userId)}`).records;
  const [organization] = engine.query(session, 'SELECT Name FROM Organization').records;
  return [result({
    accessibilityMode: false, currencySymbol: '$', orgAttachmentFileSizeLimit: 5_242_880, orgDefaultCurrencyIsoCode: 'USD', orgDisallowHtmlAttachments: false, orgHasPersonAccounts: false,
    organizationId: engine.organizationId, organizationMultiCurrency: false, organizationName: organization?.['Name'], profileId: user?.['ProfileId'], roleId: user?.['UserRoleId'],
    sessionSecondsValid: 7200, userEmail: user?.['Email'], userFullName: user?.['Name'], userId: session.userId, userLanguage: user?.['LanguageLocaleKey'], userLocale: user?.['LocaleSidKey'],
    userName: session.username, userTimeZone: user?.['TimeZoneSidKey'], userType: 'Standard', userUiSkin: 'Theme3',
  })];
}

const OPERATIONS: Readonly<Record<string, (call: PartnerCall) => readonly XmlElement[]>> = {
  convertLead,
  getUserInfo,
  getServerTimestamp: ({ context }) => [result({ timestamp: context.engine.clock.now().toISOString() })],
};

/** Runs one call. @throws SoapFault, OrgError */
export function runPartnerCall(operation: string, call: PartnerCall): readonly XmlElement[] {
  const run = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  // login() left the API with version 65; the other calls have REST resources here.
  if (run === undefined) throw new SoapFault('UNSUPPORTED', `unsupported: the local org does not have the SOAP call ${operation}; use the REST API`);
  return run(call);
}
