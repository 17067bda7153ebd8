/** Which gate families the rules of the org leave this user alone with: one custom permission each. */
import CLOSING from '@salesforce/customPermission/Handrail_Bypass_Closing_Gates';
import FORECAST from '@salesforce/customPermission/Handrail_Bypass_Forecast_Gates';
import HANDOFF from '@salesforce/customPermission/Handrail_Bypass_Handoff_Gates';
import LEAD from '@salesforce/customPermission/Handrail_Bypass_Lead_Gates';
import OPPORTUNITY from '@salesforce/customPermission/Handrail_Bypass_Opportunity_Gates';

/** @type {Record<string, boolean | undefined>} */
const HELD = { Closing: CLOSING, Forecast: FORECAST, Handoff: HANDOFF, Lead: LEAD, Opportunity: OPPORTUNITY };

/**
 * @param {string} family of a criterion
 * @returns {boolean} true when no rule of the family asks this user anything
 */
export function bypasses(family) {
    return Boolean(HELD[family]);
}
