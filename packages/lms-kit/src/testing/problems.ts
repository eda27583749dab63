/** The specifications that the platform holds a tool to, and where each is read. */
export const specifications = {
  "LTI Core 1.3": "https://www.imsglobal.org/spec/lti/v1p3/",
  "Security Framework 1.0": "https://www.imsglobal.org/spec/security/v1p0/",
  "Security Framework 1.1": "https://www.imsglobal.org/spec/security/v1p1/",
  "Deep Linking 2.0": "https://www.imsglobal.org/spec/lti-dl/v2p0/",
  "AGS 2.0": "https://www.imsglobal.org/spec/lti-ags/v2p0/",
  "NRPS 2.0": "https://www.imsglobal.org/spec/lti-nrps/v2p0/",
  "Course Groups 1.0": "https://www.imsglobal.org/spec/lti-gs/v1p0/",
  "Dynamic Registration 1.0": "https://www.imsglobal.org/spec/lti-dr/v1p0/",
  "LTI OIDC Login with Client Side postMessages 0.1": "https://www.imsglobal.org/spec/lti-cs-oidc/v0p1/",
  "LTI postMessage Storage 0.1": "https://www.imsglobal.org/spec/lti-pm-s/v0p1/",
  "OpenID Connect Core 1.0": "https://openid.net/specs/openid-connect-core-1_0.html",
  "RFC 6749": "https://www.rfc-editor.org/rfc/rfc6749",
  "RFC 6750": "https://www.rfc-editor.org/rfc/rfc6750",
  "RFC 7517": "https://www.rfc-editor.org/rfc/rfc7517",
  "RFC 7523": "https://www.rfc-editor.org/rfc/rfc7523",
  "RFC 9110": "https://www.rfc-editor.org/rfc/rfc9110",
} as const;
export type Specification = keyof typeof specifications;

/** Something that the tool did against a specification. */
export interface Problem {
  /** Stable, such as "REDIRECT_URI". */
  readonly code: string;
  readonly spec: Specification;
  /** The section's number or title there. */
  readonly section: string;
  /** What was wrong, with what was found, and what is asked for. */
  readonly message: string;
  /** What the tool asked: the method and the path. */
  readonly request: string;
}

/** The same before it is known which request it was about. */
export type Finding = Omit<Problem, "request">;

/** A finding in short. */
export function finding(code: string, spec: Specification, section: string, message: string): Finding {
  return { code, spec, section, message };
}
