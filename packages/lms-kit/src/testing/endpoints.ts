/** Where the platform's endpoints are, below its URL. */
export const paths = {
  jwks: "/lti/jwks",
  authorization: "/lti/authorize",
  token: "/lti/token",
  registration: "/lti/register",
  openidConfiguration: "/.well-known/openid-configuration",
  deepLinkingReturn: "/lti/deep-linking",
  services: "/services/courses/",
  toolPage: "/lms/tool",
  loginPage: "/lms/login",
  storageFrame: "/lms/storage",
} as const;

/** The query that every service URL of a line item has, as Moodle's have: what follows goes before it. */
export const lineItemQuery = "type_id=1";

const segment = encodeURIComponent;

/** The URL of the line items of a course. */
export const lineItemsUrl = (base: string, courseId: string) =>
  `${base}/services/courses/${segment(courseId)}/lineitems?${lineItemQuery}`;

/** The URL, and so the id, of a line item. */
export const lineItemUrl = (base: string, courseId: string, itemId: string) =>
  `${base}/services/courses/${segment(courseId)}/lineitems/${segment(itemId)}/lineitem?${lineItemQuery}`;

export const rosterUrl = (base: string, courseId: string) => `${base}/services/courses/${segment(courseId)}/members`;
export const groupsUrl = (base: string, courseId: string) => `${base}/services/courses/${segment(courseId)}/groups`;
export const groupSetsUrl = (base: string, courseId: string) =>
  `${base}/services/courses/${segment(courseId)}/groupsets`;
