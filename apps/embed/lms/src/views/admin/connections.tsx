import { useKunnaPages } from "@kunna/react";
import { Link } from "wouter";
import { type ConnectionFactsFragment, ConnectionsDocument } from "../../generated/operations.ts";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { Connect } from "./connect.tsx";
import { ConnectionChip } from "./connection-chip.tsx";
import { HealthLine } from "./health.tsx";
import { WaitingConnection } from "./waiting-connection.tsx";

/** The organisation's LMSs: first those that wait to be approved. */
export function Connections() {
  const { t } = useTexts();
  const connections = useKunnaPages(ConnectionsDocument, { first: 50 }, ({ lmsConnections }) => lmsConnections);
  const waiting = connections.nodes.filter(({ status }) => status === "PENDING");
  const others = connections.nodes.filter(({ status }) => status !== "PENDING");
  return (
    <Page title={t.platforms}>
      {waiting.length > 0 && (
        <section>
          <h2>{t.waitingPlatforms}</h2>
          <p className="soft">{t.waitingText}</p>
          <ul className="steps">
            {waiting.map((connection) => (
              <WaitingConnection key={connection.id} connection={connection} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t.yourPlatforms}</h2>
        {others.length === 0 && <Empty title={t.noPlatforms}>{t.noPlatformsText}</Empty>}
        <ul className="steps">
          {others.map((connection) => (
            <ConnectionItem key={connection.id} connection={connection} />
          ))}
        </ul>
        {connections.hasNextPage && (
          <button type="button" disabled={connections.isFetchingNextPage} onClick={connections.fetchNextPage}>
            {t.more}
          </button>
        )}
      </section>
      <Connect />
    </Page>
  );
}

function ConnectionItem({ connection }: { readonly connection: ConnectionFactsFragment }) {
  const { t } = useTexts();
  const { id, name, connector, unmatchedIdentities } = connection;
  return (
    <li className="card">
      <div className="step-head">
        <div>
          <h3>
            <Link href={`/platforms/${id}`}>{name}</Link>
          </h3>
          <p className="small">{t.connectors[connector] ?? connector}</p>
        </div>
        <ConnectionChip connection={connection} />
      </div>
      <HealthLine health={connection.health} />
      {unmatchedIdentities.totalCount > 0 && (
        <p>
          <Link href={`/platforms/${id}`}>{t.peopleWaiting(unmatchedIdentities.totalCount)}</Link>
        </p>
      )}
    </li>
  );
}
