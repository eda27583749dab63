/** What may be wrong with a call of a platform's service: nobody sees a page, an administrator sees the code and the action. */
export const serviceProblems = {
  SERVICE_UNREACHABLE: {
    retry: true,
    meaning: "The platform did not answer.",
    action: "Check that the LMS is up, and reachable from here.",
  },
  SERVICE_TIMEOUT: {
    retry: true,
    meaning: "The platform did not answer in time.",
    action: "Check the load of the LMS.",
  },
  SERVICE_TOO_LARGE: {
    retry: false,
    meaning: "The platform answered with more than is taken.",
    action: "Ask for smaller pages, or have the LMS keep to the limit that it is asked for.",
  },
  SERVICE_REDIRECTED: {
    retry: false,
    meaning: "The platform redirected: a token is not carried to another address.",
    action: "Register the platform again with its present addresses.",
  },
  SERVICE_URL_REFUSED: {
    retry: false,
    meaning: "The address is not https, or holds a password.",
    action: "Serve the LMS by https.",
  },
  SERVICE_RATE_LIMITED: {
    retry: true,
    meaning: "The platform asks for fewer requests.",
    action: "Nothing: it is tried again later.",
  },
  SERVICE_NOT_AUTHORISED: {
    retry: false,
    meaning: "The platform does not take the access token.",
    action: "In the LMS, let the tool use the service; in Apache, pass the Authorization header on.",
  },
  SERVICE_NOT_FOUND: {
    retry: false,
    meaning: "The platform has no such line item, course or activity.",
    action: "Was the activity deleted in the LMS? Add it again.",
  },
  SERVICE_REFUSED: {
    retry: false,
    meaning: "The platform refused what was asked.",
    action: "See the platform's answer in the detail.",
  },
  SERVICE_FAILED: { retry: true, meaning: "The platform failed (5xx).", action: "See the log of the LMS." },
  SERVICE_ANSWER_INVALID: {
    retry: true,
    meaning: "The platform answered something that the specification does not have.",
    action: "Report it to the maker of the LMS.",
  },
  SERVICE_PAGING_REFUSED: {
    retry: false,
    meaning: "The platform's pages go round in a circle, to another host, or on without end.",
    action: "Report it to the maker of the LMS.",
  },
  ACCESS_TOKEN_REFUSED: {
    // A platform keeps the tool's keyset for a while: after a change of keys it may refuse what it takes minutes later.
    retry: true,
    meaning: "The platform gave no access token.",
    action: "In the LMS, check the tool's keyset URL, and that the platform can reach it.",
  },
  SCOPE_NOT_GRANTED: {
    retry: false,
    meaning: "The platform gave an access token without the scope that was asked for.",
    action: "In the LMS, let the tool use this service.",
  },
  REGISTRATION_BLOCKED: {
    retry: false,
    meaning: "The platform's access is turned off here: nothing is asked of it, and nothing told.",
    action: "Turn it on again, if it is meant to be used.",
  },
} as const satisfies Record<string, { readonly retry: boolean; readonly meaning: string; readonly action: string }>;
