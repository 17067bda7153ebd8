export { connect, DEFAULT_API_VERSION, type ConnectOptions } from './connect.ts';
export { createConnection, type ConnectionOptions } from './connection.ts';
export { endsTheRun, OrgRequestError, userInWords } from './errors.ts';
export { logInOf, type LogIn } from './logIns.ts';
export { momentOf, momentToKeep, type Instead, type OrgMoment, ZONE_PART } from './organization.ts';
export { closeIdleConnections } from './http.ts';
export type { OrgConnection, OrgRequest, OrgResponse } from './types.ts';
