/** The API versions this org speaks. It answers all of them alike: differences between versions are not imitated. */

/** Oldest and newest version answered; 68.0 is Winter '27. */
const OLDEST = 31;
const NEWEST = 68;

/** Name of a release: 60.0 is Spring '24, and three releases make a year. */
function releaseLabel(version: number): string {
  const step = version - 60;
  const year = 24 + Math.floor(step / 3);
  const season = ((step % 3) + 3) % 3;
  return season === 0 ? `Spring '${year}` : season === 1 ? `Summer '${year}` : `Winter '${year + 1}`;
}

export const apiVersions = Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => OLDEST + index)
  .map((number) => ({ label: releaseLabel(number), url: `/services/data/v${number}.0`, version: `${number}.0` }));

/** `v67.0`, as in REST paths, or `67.0`, as in SOAP paths. */
export function isServedVersion(version: string): boolean {
  const number = Number(/^v?(\d{2})\.0$/.exec(version)?.[1]);
  return Number.isInteger(number) && number >= OLDEST && number <= NEWEST;
}
