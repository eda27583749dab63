import type { Delivery } from "./checks.ts";
import type { ChaosReport } from "./run.ts";

/** The report as a table, in Markdown. */
export function table(report: ChaosReport): string {
  const { deliveries, kills } = report;
  const sum = (of: (one: Delivery) => number, all: readonly Delivery[] = deliveries) =>
    all.reduce((total, one) => total + of(one), 0);
  const { webhooks } = report;
  const rows: [what: string, count: string | number][] = [
    ["seed", report.seed],
    ["seconds", report.seconds],
    ["events written", report.written],
    ["writes acknowledged", report.acknowledged],
    ["writes without an answer", report.unanswered],
    ["subscribers", deliveries.length],
    ["connections that they made", report.connections],
    ["deliveries due", sum(({ expected }) => expected)],
    ["delivered", sum(({ delivered }) => delivered)],
    ["lost", sum(({ lost }) => lost)],
    ["duplicated", sum(({ duplicated }) => duplicated)],
    ["out of order", sum(({ outOfOrder }) => outOfOrder)],
    ["webhooks due", sum(({ expected }) => expected, webhooks)],
    ["webhooks delivered", sum(({ delivered }) => delivered, webhooks)],
    ["webhooks lost", sum(({ lost }) => lost, webhooks)],
    ["webhooks delivered again (at least once)", sum(({ duplicated }) => duplicated, webhooks)],
    ["webhooks out of order within a subject", sum(({ outOfOrder }) => outOfOrder, webhooks)],
    ["webhooks that the receiver sent away", report.webhooksRefused],
    ["kills survived", Object.values(kills).reduce((total, count) => total + count, 0)],
    ["of servers that answer requests (SIGKILL)", kills.api],
    ["of servers with a worker (SIGKILL)", kills.worker],
    ["of Redis", kills.redis],
    ["of database connections, all or a third at once", kills.connections],
    ["servers that stood still for seconds", kills.freeze],
    ["problems", report.problems.length],
  ];
  return ["| | |", "| --- | ---: |", ...rows.map(([what, count]) => `| ${what} | ${count} |`)].join("\n");
}
