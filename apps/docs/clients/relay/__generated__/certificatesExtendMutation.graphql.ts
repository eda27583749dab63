/**
 * @generated SignedSource<<d71733cf297277af8885d60b175cc0c4>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type ExtensionRefusal = "DOES_NOT_EXPIRE" | "LAPSED" | "NOT_LATER" | "RENEWED" | "REVOKED";
export type Standing = "CERTIFIED" | "GRACE" | "IN_PROGRESS" | "LAPSED" | "NONE" | "RENEWAL_OPEN" | "REVOKED" | "SUSPENDED" | "UPCOMING";
export type ExtendCertificateInput = {
  certificateId: string;
  lastDay: string;
  reason: string;
};
export type certificatesExtendMutation$variables = {
  input: ExtendCertificateInput;
};
export type certificatesExtendMutation$data = {
  readonly extendCertificate: {
    readonly __typename: string;
    readonly code?: string;
    readonly expiresAt?: string | null | undefined;
    readonly extensions?: ReadonlyArray<{
      readonly reason: string;
    }>;
    readonly help?: string;
    readonly id?: string;
    readonly message?: string;
    readonly reason?: ExtensionRefusal;
    readonly standing?: Standing;
  };
};
export type certificatesExtendMutation = {
  response: certificatesExtendMutation$data;
  variables: certificatesExtendMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "input"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "input",
    "variableName": "input"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "__typename",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v4 = [
  {
    "alias": null,
    "args": null,
    "kind": "ScalarField",
    "name": "reason",
    "storageKey": null
  }
],
v5 = {
  "kind": "InlineFragment",
  "selections": [
    (v3/*:: as any*/),
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
      "selections": (v4/*:: as any*/),
      "storageKey": null
    }
  ],
  "type": "Certificate",
  "abstractKey": null
},
v6 = {
  "kind": "InlineFragment",
  "selections": (v4/*:: as any*/),
  "type": "ExtensionRefused",
  "abstractKey": null
},
v7 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "code",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "message",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "help",
      "storageKey": null
    }
  ],
  "type": "Refusal",
  "abstractKey": "__isRefusal"
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "certificatesExtendMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "extendCertificate",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v5/*:: as any*/),
          (v6/*:: as any*/),
          (v7/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "certificatesExtendMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "extendCertificate",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v5/*:: as any*/),
          (v6/*:: as any*/),
          (v7/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              (v3/*:: as any*/)
            ],
            "type": "Node",
            "abstractKey": "__isNode"
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "df6b6d713b93048aee7300504211560e",
    "id": null,
    "metadata": {},
    "name": "certificatesExtendMutation",
    "operationKind": "mutation",
    "text": "mutation certificatesExtendMutation(\n  $input: ExtendCertificateInput!\n) {\n  extendCertificate(input: $input) {\n    __typename\n    ... on Certificate {\n      id\n      expiresAt\n      standing\n      extensions {\n        reason\n      }\n    }\n    ... on ExtensionRefused {\n      reason\n    }\n    ... on Refusal {\n      __isRefusal: __typename\n      code\n      message\n      help\n    }\n    ... on Node {\n      __isNode: __typename\n      id\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "20853d360f7bd944f39f1a472c0186cd";

export default node;
