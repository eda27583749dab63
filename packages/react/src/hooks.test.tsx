import { FindProgramsDocument, MyEnrolmentsDocument, TypedDocumentString } from "@kunna/client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { Component, type ReactNode, StrictMode, Suspense } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  KunnaProvider,
  useKunnaMutation,
  useKunnaPages,
  useKunnaSuspenseQuery,
  useLiveEvents,
  useLiveQuery,
} from "./index.ts";
import { stub } from "./stub.test.support.ts";

afterEach(cleanup);

interface Refused {
  readonly __typename: "NotPermitted";
  readonly code: string;
  readonly message: string;
  readonly help: string;
}
const ViewerName = new TypedDocumentString<{ readonly viewer: { readonly name: string } }, Record<string, never>>(
  "query ViewerName { viewer { name } }",
);
const Withdraw = new TypedDocumentString<
  { readonly withdrawEnrolment: { readonly __typename: "Enrolment"; readonly id: string } | Refused },
  { readonly enrolmentId: string }
>(
  "mutation Withdraw($enrolmentId: ID!) { withdrawEnrolment(enrolmentId: $enrolmentId) { __typename ... on Refusal { code message help } ... on Enrolment { id } } }",
);

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null };
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    return this.state.error ? <p>failed: {this.state.error.message}</p> : this.props.children;
  }
}

function show(client: Parameters<typeof KunnaProvider>[0]["client"], children: ReactNode, cache = new QueryClient()) {
  const tree = (
    <StrictMode>
      <QueryClientProvider client={cache}>
        <KunnaProvider client={client}>
          <Boundary>
            <Suspense fallback={<p>waiting</p>}>{children}</Suspense>
          </Boundary>
        </KunnaProvider>
      </QueryClientProvider>
    </StrictMode>
  );
  return { cache, ...render(tree) };
}

const enrolments = (share: number) => ({
  enrolments: {
    totalCount: 1,
    pageInfo: { hasNextPage: false },
    nodes: [
      { id: "e1", status: "ACTIVE", program: { key: "p", title: "First aid" }, progress: { share, complete: false } },
    ],
  },
});

function Name() {
  return <p>{useKunnaSuspenseQuery(ViewerName, {}).viewer.name}</p>;
}

function Share() {
  const { viewer } = useKunnaSuspenseQuery(MyEnrolmentsDocument, { first: 10 });
  return <p>share {viewer.enrolments.nodes[0]?.progress.share}</p>;
}

function Programs() {
  const pages = useKunnaPages(FindProgramsDocument, { first: 2 }, ({ programs }) => programs);
  return (
    <>
      <p>
        {pages.nodes.map(({ title }) => title).join()} of {pages.totalCount}
      </p>
      {pages.hasNextPage && (
        <button type="button" onClick={pages.fetchNextPage}>
          more
        </button>
      )}
    </>
  );
}

function Withdrawing() {
  const { mutate, refusal } = useKunnaMutation(
    async (kunna, enrolmentId: string) => (await kunna.mutate(Withdraw, { enrolmentId })).withdrawEnrolment,
    (_id, expected) =>
      expected.update(MyEnrolmentsDocument, { first: 10 }, ({ viewer }) => ({
        viewer: {
          ...viewer,
          enrolments: {
            ...viewer.enrolments,
            nodes: viewer.enrolments.nodes.map((node) => ({ ...node, progress: { ...node.progress, share: 1 } })),
          },
        },
      })),
  );
  return (
    <>
      <button type="button" onClick={() => mutate("e1")}>
        withdraw
      </button>
      {refusal && <p role="alert">{refusal.code}</p>}
    </>
  );
}

function Live() {
  const { viewer } = useLiveQuery(MyEnrolmentsDocument, { first: 10 });
  return <p>live {viewer.enrolments.nodes[0]?.progress.share}</p>;
}

function Following() {
  const { status, error } = useLiveEvents(() => {});
  return (
    <p>
      {status} {error?.message}
    </p>
  );
}

describe("queries", () => {
  it("suspend, and are asked once for all who show the same", async () => {
    const { client, asked } = stub({ viewer: () => ({ name: "Alva" }) });
    show(
      client,
      <>
        <Name />
        <Name />
      </>,
    );
    expect(screen.getByText("waiting")).toBeTruthy();
    await waitFor(() => expect(screen.getAllByText("Alva")).toHaveLength(2));
    expect(asked.get("ViewerName")).toBe(1);
  });

  it("belong to their client: another person never sees what was cached for the one before", async () => {
    const alva = stub({ viewer: () => ({ name: "Alva" }) });
    const bo = stub({ viewer: () => ({ name: "Bo" }) });
    const { cache, unmount } = show(alva.client, <Name />);
    await screen.findByText("Alva");
    unmount();
    show(bo.client, <Name />, cache);
    expect(screen.queryByText("Alva")).toBeNull();
    await screen.findByText("Bo");
  });

  it("give an error that waiting does not mend to the boundary at once", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const { client, asked } = stub({
      viewer: () => {
        throw new Error("Sign in first.");
      },
    });
    show(client, <Name />);
    await screen.findByText("failed: Sign in first.");
    expect(asked.get("ViewerName")).toBe(1);
  });

  it("give a connection page after page", async () => {
    const titles = ["A", "B", "C"];
    const { client } = stub({
      programs: ({ after, first }) => {
        const from = after === null || after === undefined ? 0 : Number(after);
        const to = from + Number(first);
        return {
          totalCount: titles.length,
          pageInfo: { hasNextPage: to < titles.length, hasPreviousPage: false, endCursor: String(to) },
          nodes: titles.slice(from, to).map((title) => ({ id: title, key: title, title })),
        };
      },
    });
    show(client, <Programs />);
    await screen.findByText("A,B of 3");
    act(() => screen.getByText("more").click());
    await screen.findByText("A,B,C of 3");
    expect(screen.queryByText("more")).toBeNull();
  });
});

describe("mutations", () => {
  it("show what is expected at once, and what is true once it is done", async () => {
    let share = 0.25;
    let finish: () => void = () => {};
    const { client } = stub(
      { viewer: () => enrolments(share) },
      {
        withdrawEnrolment: async () => {
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
          share = 0.5;
          return { __typename: "Enrolment", id: "e1" };
        },
      },
    );
    show(
      client,
      <>
        <Share />
        <Withdrawing />
      </>,
    );
    await screen.findByText("share 0.25");
    act(() => screen.getByText("withdraw").click());
    await screen.findByText("share 1");
    await waitFor(() => finish());
    await waitFor(() => {
      finish();
      expect(screen.getByText("share 0.5")).toBeTruthy();
    });
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("put back what was expected when they are refused, and give the refusal as data", async () => {
    const { client } = stub(
      { viewer: () => enrolments(0.25) },
      {
        withdrawEnrolment: () => ({
          __typename: "NotPermitted",
          code: "NOT_PERMITTED",
          message: "No.",
          help: "Ask for it.",
        }),
      },
    );
    show(
      client,
      <>
        <Share />
        <Withdrawing />
      </>,
    );
    await screen.findByText("share 0.25");
    act(() => screen.getByText("withdraw").click());
    await screen.findByText("NOT_PERMITTED");
    await screen.findByText("share 0.25");
  });
});

describe("live", () => {
  it("queries are asked again when something happens, and all followers share one stream", async () => {
    let share = 0.25;
    const { client, streams, emit, asked } = stub({ viewer: () => enrolments(share) });
    const { unmount } = show(
      client,
      <>
        <Live />
        <Live />
      </>,
    );
    await waitFor(() => expect(screen.getAllByText("live 0.25")).toHaveLength(2));
    await waitFor(() => expect(streams.size).toBe(1));
    share = 0.75;
    act(() => emit("1"));
    await waitFor(() => expect(screen.getAllByText("live 0.75")).toHaveLength(2));
    // Strict mode mounts twice: what was begun is shared all the same.
    expect(asked.get("Events")).toBe(1);
    unmount();
    await waitFor(() => expect(streams.size).toBe(0), { timeout: 5_000 });
  });

  it("tells that the feed ended, and why", async () => {
    const { client } = stub({});
    const failing = Object.assign(Object.create(client), {
      events: () => {
        throw new Error("no good");
      },
    });
    show(failing, <Following />);
    await screen.findByText("ended no good");
  });
});
