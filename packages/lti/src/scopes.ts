/** The scopes of LTI Advantage that this library uses, each with what an LMS admin is told about it. */
export const scopes = {
  "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem": {
    en: "Add columns to the gradebook for this tool's own activities, and change those. Others' columns are not seen.",
    sv: "Lägga till kolumner i betygsboken för verktygets egna aktiviteter, och ändra dem. Andras kolumner syns inte.",
  },
  "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly": {
    en: "See which columns of the gradebook are this tool's.",
    sv: "Se vilka kolumner i betygsboken som är verktygets.",
  },
  "https://purl.imsglobal.org/spec/lti-ags/scope/score": {
    en: "Write progress and results of this tool's activities into its columns.",
    sv: "Skriva framsteg och resultat från verktygets aktiviteter i dess kolumner.",
  },
  "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly": {
    en: "Read back what stands in this tool's columns, to see that a result arrived.",
    sv: "Läsa tillbaka vad som står i verktygets kolumner, för att se att ett resultat kom fram.",
  },
  "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly": {
    en: "See who is in the courses that use this tool, with their roles.",
    sv: "Se vilka som deltar i kurserna som använder verktyget, med deras roller.",
  },
  "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly": {
    en: "See the groups of the courses that use this tool.",
    sv: "Se grupperna i kurserna som använder verktyget.",
  },
} as const;

export type LtiScope = keyof typeof scopes;

const base = "https://purl.imsglobal.org/spec";
/** Short names of the scopes, for code. */
export const scope = {
  lineItem: `${base}/lti-ags/scope/lineitem`,
  lineItemReadonly: `${base}/lti-ags/scope/lineitem.readonly`,
  score: `${base}/lti-ags/scope/score`,
  resultReadonly: `${base}/lti-ags/scope/result.readonly`,
  membershipReadonly: `${base}/lti-nrps/scope/contextmembership.readonly`,
  groupReadonly: `${base}/lti-gs/scope/contextgroup.readonly`,
} as const satisfies Record<string, LtiScope>;
