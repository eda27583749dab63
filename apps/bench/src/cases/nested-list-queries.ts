/** The same list, asked for in each server's own words, and read back into one form. */
export const nestedListQueries = {
  kunna: {
    query: `query NestedList {
      certificates(first: 20) {
        nodes {
          number
          title
          person { name }
          program { key }
          enrolment { evidence(first: 3) { nodes { status submittedAt } } }
        }
      }
    }`,
    read: (data: unknown): readonly Row[] =>
      (data as { certificates: { nodes: KunnaNode[] } }).certificates.nodes.map(({ enrolment, ...node }) =>
        row(node, enrolment.evidence.nodes),
      ),
  },
  postgraphile: {
    query: `query NestedList {
      allCertificates(first: 20, orderBy: ROW_ID_DESC) {
        nodes {
          number
          title
          person: personByOrganisationIdAndPersonId { name }
          program: programByOrganisationIdAndProgramId { key }
          enrolment: enrolmentByOrganisationIdAndEnrolmentId {
            evidence: evidencesByOrganisationIdAndEnrolmentId(first: 3, orderBy: ROW_ID_DESC) { nodes { status submittedAt } }
          }
        }
      }
    }`,
    read: (data: unknown): readonly Row[] =>
      (data as { allCertificates: { nodes: KunnaNode[] } }).allCertificates.nodes.map(({ enrolment, ...node }) =>
        row(node, enrolment.evidence.nodes),
      ),
  },
} as const;

interface Evidence {
  readonly status: string;
  readonly submittedAt: string;
}

interface Certificate {
  readonly number: string;
  readonly title: string;
  readonly person: { readonly name: string };
  readonly program: { readonly key: string };
}

type KunnaNode = Certificate & { readonly enrolment: { readonly evidence: { readonly nodes: readonly Evidence[] } } };

export interface Row extends Certificate {
  readonly evidence: readonly { readonly status: string; readonly submittedAt: number }[];
}

/** An instant has more than one spelling. */
function row({ number, title, person, program }: Certificate, evidence: readonly Evidence[]): Row {
  return {
    number,
    title,
    person,
    program,
    evidence: evidence.map(({ status, submittedAt }) => ({ status, submittedAt: Date.parse(submittedAt) })),
  };
}
