import {
  CredentialMappingExists,
  CredentialNotReadable,
  IssuerAlreadyTrusted,
  NoLongerInForce,
  OutsideDocumentUnavailable,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { encodeId } from "../../../schema/ids.ts";
import { RefusalInterface } from "../../../schema/refusals.ts";

builder.objectType(OutsideDocumentUnavailable, {
  name: "OutsideDocumentUnavailable",
  description: "The document at an address could not be had (R12).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    url: t.exposeString("url", { description: "The address that was asked." }),
    problem: t.exposeString("problem", {
      description:
        "Why: ADDRESS_REFUSED, NOT_REACHED, TIMED_OUT, TOO_LARGE, TOO_MANY_REDIRECTS, UNEXPECTED_ANSWER or UNEXPECTED_TYPE.",
    }),
  }),
});

builder.objectType(CredentialNotReadable, {
  name: "CredentialNotReadable",
  description: "What was sent or fetched is not an Open Badges 3.0 credential of one person's achievement (R12).",
  interfaces: [RefusalInterface],
});

builder.objectType(IssuerAlreadyTrusted, {
  name: "IssuerAlreadyTrusted",
  description: "The issuer is trusted already (R12).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    issuerId: t.id({
      description: "The trusted issuer that is in force.",
      resolve: ({ issuerId }) => encodeId("TrustedIssuer", issuerId),
    }),
  }),
});

builder.objectType(CredentialMappingExists, {
  name: "CredentialMappingExists",
  description: "A mapping of the same to the same is in force (R12).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    mappingId: t.id({
      description: "The mapping that is in force.",
      resolve: ({ mappingId }) => encodeId("CredentialMapping", mappingId),
    }),
  }),
});

builder.objectType(NoLongerInForce, {
  name: "NoLongerInForce",
  description: "The trust or the mapping was ended before (R12).",
  interfaces: [RefusalInterface],
});
