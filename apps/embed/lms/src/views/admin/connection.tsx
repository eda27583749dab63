import { useKunnaMutation, useKunnaSuspenseQuery } from "@kunna/react";
import { Link } from "wouter";
import {
  ConnectionByIdDocument,
  type ConnectionByIdQuery,
  PauseConnectionDocument,
  ResumeConnectionDocument,
} from "../../generated/operations.ts";
import { Outcome } from "../../parts/outcome.tsx";
import { Page } from "../../parts/page.tsx";
import { Sure } from "../../parts/sure.tsx";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { NotFound } from "../not-found.tsx";
import { AskedFor } from "./asked-for.tsx";
import { Check } from "./check.tsx";
import { ConnectionChip } from "./connection-chip.tsx";
import { Deployments } from "./deployments.tsx";
import { HealthLine, LastError } from "./health.tsx";
import { Mappings } from "./mappings.tsx";
import { Unmatched } from "./unmatched.tsx";

export type ConnectionNode = Extract<NonNullable<ConnectionByIdQuery["node"]>, { readonly health: object }>;
const isConnection = (node: ConnectionByIdQuery["node"]): node is ConnectionNode => node !== null && "health" in node;

/** One LMS: how it is, who waits to be told who they are, and the courses that people came from. */
export function Connection({ connectionId }: { readonly connectionId: string }) {
  const { t } = useTexts();
  const { node } = useKunnaSuspenseQuery(ConnectionByIdDocument, { connectionId });
  if (!isConnection(node)) return <NotFound />;
  return (
    <Page title={node.name} above={<Link href="/">{t.platforms}</Link>}>
      <div className="overview">
        <p className="row">
          <ConnectionChip connection={node} />
          <span className="small">{t.connectors[node.connector] ?? node.connector}</span>
        </p>
        <AskedFor connection={node} />
      </div>
      <section>
        <h2>{t.health}</h2>
        <HealthLine health={node.health} />
        <LastError health={node.health} />
        {node.status === "ACTIVE" && <Check connection={node} />}
        <InUse connection={node} />
      </section>
      {node.waiting.nodes.length > 0 && <Unmatched identities={node.waiting.nodes} />}
      <Deployments connectionId={node.id} />
      <Courses connection={node} />
      <Mappings connection={node} />
    </Page>
  );
}

/** Paused and resumed as often as one needs. */
function InUse({ connection: { id, status } }: { readonly connection: ConnectionNode }) {
  const { t } = useTexts();
  const pause = useKunnaMutation(
    async (kunna, connectionId: string) =>
      (await kunna.mutate(PauseConnectionDocument, { connectionId })).pauseLmsConnection,
  );
  const resume = useKunnaMutation(
    async (kunna, connectionId: string) =>
      (await kunna.mutate(ResumeConnectionDocument, { connectionId })).resumeLmsConnection,
  );
  return (
    <div className="row">
      {status === "ACTIVE" && (
        <Sure what={t.pause} question={t.pauseSure} isPending={pause.isPending} onYes={() => pause.mutate(id)} />
      )}
      {status === "PAUSED" && (
        <button type="button" className="primary" disabled={resume.isPending} onClick={() => resume.mutate(id)}>
          {t.resume}
        </button>
      )}
      <Outcome refusal={pause.refusal ?? resume.refusal} error={pause.error ?? resume.error} />
    </div>
  );
}

function Courses({ connection }: { readonly connection: ConnectionNode }) {
  const { t } = useTexts();
  const { day } = useDays();
  const { nodes } = connection.courses;
  return (
    <section>
      <h2>{t.courses}</h2>
      {nodes.length === 0 && <p className="soft">{t.noCourses}</p>}
      <ul className="lines">
        {nodes.map(({ id, title, members, lastSeenAt }) => (
          <li key={id}>
            <strong>{title}</strong>
            <span className="small">
              {t.members(members.totalCount)} · {day(lastSeenAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
