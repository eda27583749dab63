/**
 * @generated SignedSource<<ea3cf8386a467cf78840c086b80af21c>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type EventType = "APPEAL_DECIDED" | "APPEAL_FILED" | "ASSIGNMENT_RULE_CREATED" | "ASSIGNMENT_RULE_ENDED" | "AWARD_APPROVAL_AWAITED" | "AWARD_APPROVED" | "AWARD_DECLINED" | "CERTIFICATE_AWARDED" | "CERTIFICATE_EXPIRED" | "CERTIFICATE_EXTENDED" | "CERTIFICATE_IMPORTED" | "CERTIFICATE_LAPSED" | "CERTIFICATE_REVOKED" | "CERTIFICATION_REINSTATED" | "CERTIFICATION_RENEWED" | "CERTIFICATION_SUSPENDED" | "CREDENTIAL_ADDED" | "CREDENTIAL_CHECKED" | "CREDENTIAL_MAPPING_CREATED" | "CREDENTIAL_MAPPING_RETIRED" | "CREDENTIAL_RECOGNISED" | "CREDITS_ACCEPTED" | "CREDITS_RECORDED" | "CREDITS_REJECTED" | "CREDITS_USED" | "ENROLMENT_COMPLETED" | "ENROLMENT_MOVED" | "ENROLMENT_RELEASED" | "ENROLMENT_REQUESTED" | "ENROLMENT_REQUEST_DECIDED" | "ENROLMENT_REQUIRED" | "ENROLMENT_WITHDRAWN" | "EVIDENCE_ACCEPTED" | "EVIDENCE_CONFIRMED" | "EVIDENCE_QUESTIONED" | "EVIDENCE_RECOGNISED" | "EVIDENCE_REJECTED" | "EVIDENCE_RETURNED" | "EVIDENCE_REVIEWED" | "EVIDENCE_SAMPLED" | "EVIDENCE_SUBMITTED" | "EXTENSION_REQUESTED" | "EXTENSION_REQUEST_DECIDED" | "FRAMEWORK_IMPORTED" | "ISSUER_TRUSTED" | "ISSUER_TRUST_ENDED" | "MICRO_CREDENTIAL_AWARDED" | "NOTIFICATIONS_CHANGED" | "PERSON_CHANGED" | "PERSON_CREATED" | "PERSON_ENROLLED" | "PROGRAM_CREATED" | "PROGRAM_VERSION_DRAFTED" | "PROGRAM_VERSION_PUBLISHED" | "PROGRAM_VERSION_RETIRED" | "RENEWAL_OPENED" | "RENEWAL_PATH_CHOSEN" | "RENEWAL_REMINDER" | "STAY_GRANTED" | "TEAM_CHANGED" | "TEAM_CREATED" | "TEAM_MEMBER_ADDED" | "TEAM_MEMBER_REMOVED" | "TRAINER_RECORDED" | "WEBHOOK_ENDPOINT_CHANGED" | "WEBHOOK_ENDPOINT_CREATED" | "WEBHOOK_ENDPOINT_PAUSED" | "WEBHOOK_ENDPOINT_RESUMED" | "WEBHOOK_ENDPOINT_RETIRED" | "WEBHOOK_SECRET_ROTATED";
export type Standing = "CERTIFIED" | "GRACE" | "IN_PROGRESS" | "LAPSED" | "NONE" | "RENEWAL_OPEN" | "REVOKED" | "SUSPENDED" | "UPCOMING";
export type certificatesFollowSubscription$variables = {
  after?: string | null | undefined;
  programId: string;
};
export type certificatesFollowSubscription$data = {
  readonly events: {
    readonly certificate: {
      readonly expiresAt: string | null | undefined;
      readonly extensions: ReadonlyArray<{
        readonly reason: string;
      }>;
      readonly id: string;
      readonly standing: Standing;
    } | null | undefined;
    readonly cursor: string;
    readonly type: EventType;
  };
};
export type certificatesFollowSubscription = {
  response: certificatesFollowSubscription$data;
  variables: certificatesFollowSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "after"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "programId"
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "after",
        "variableName": "after"
      },
      {
        "fields": [
          {
            "kind": "Variable",
            "name": "programId",
            "variableName": "programId"
          }
        ],
        "kind": "ObjectValue",
        "name": "filter"
      }
    ],
    "concreteType": "Event",
    "kind": "LinkedField",
    "name": "events",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "cursor",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "type",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "Certificate",
        "kind": "LinkedField",
        "name": "certificate",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "id",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "expiresAt",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "standing",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "CertificateExtension",
            "kind": "LinkedField",
            "name": "extensions",
            "plural": true,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "reason",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "certificatesFollowSubscription",
    "selections": (v2/*:: as any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v0/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "certificatesFollowSubscription",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "d930cca34f66b7c73bbbcd447783f5c4",
    "id": null,
    "metadata": {},
    "name": "certificatesFollowSubscription",
    "operationKind": "subscription",
    "text": "subscription certificatesFollowSubscription(\n  $programId: ID!\n  $after: Cursor\n) {\n  events(filter: {programId: $programId}, after: $after) {\n    cursor\n    type\n    certificate {\n      id\n      expiresAt\n      standing\n      extensions {\n        reason\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "f71de72ced6911930d29b870114155e6";

export default node;
