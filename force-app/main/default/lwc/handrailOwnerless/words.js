/** The fixed texts of what nobody owns. */
import title from '@salesforce/label/c.handrailOwnerlessTitle';
import asOf from '@salesforce/label/c.handrailOwnerlessAsOf';
import deals from '@salesforce/label/c.handrailOwnerlessDeals';
import customers from '@salesforce/label/c.handrailOwnerlessCustomers';
import renewals from '@salesforce/label/c.handrailOwnerlessRenewals';

export const words = { title, asOf, deals, customers, renewals };
