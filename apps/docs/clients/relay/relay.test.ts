import { WebSocket } from "ws";
import { describeExample } from "../contract.test.support.ts";
import { extend, follow, watch } from "./certificates.ts";
import { createKunna } from "./kunna.ts";

describeExample("Relay", (graphql, token) => {
  const kunna = createKunna(graphql, token, WebSocket);
  return {
    watch: (programId, show) =>
      watch(kunna, programId, ({ certificates: { edges, pageInfo } }) =>
        show(
          edges.map(({ node }) => node),
          pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
        ),
      ),
    extend: (input) => extend(kunna, input),
    follow: (programId, after, onEvent) => follow(kunna, programId, after, onEvent),
  };
});
