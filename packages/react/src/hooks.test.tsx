import { FindProgramsDocument, MyEnrolmentsDocument, TypedDocumentString } from "@kunna/client";
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useKunnaMutation, useKunnaPages, useKunnaSuspenseQuery } from "./index.ts";
import { enrolments, show } from "./show.test.support.tsx";
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

function Adding({ id, share }: { readonly id: string; readonly share: number }) {
  const { mutate, refusal } = useKunnaMutation(
    async (kunna, enrolmentId: string) => (await kunna.mutate(Withdraw, { enrolmentId })).withdrawEnrolment,
    (_id, expected) =>
      expected.update(MyEnrolmentsDocument, { first: 10 }, ({ viewer }) => ({
        viewer: {
          ...viewer,
          enrolments: {
            ...viewer.enrolments,
            nodes: viewer.enrolments.nodes.map((node) => ({ ...node, progress: { ...node.progress, share } })),
          },
        },
      })),
  );
  return (
    <>
      <button type="button" onClick={() => mutate(id)}>
        {id}
      </button>
      {refusal && (
        <p>
          {id} {refusal.code}
        </p>
      )}
    </>
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
        <Adding id="withdraw" share={1} />
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
    expect(screen.queryByText(/NOT_PERMITTED/)).toBeNull();
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
        <Adding id="withdraw" share={1} />
      </>,
    );
    await screen.findByText("share 0.25");
    act(() => screen.getByText("withdraw").click());
    await screen.findByText("withdraw NOT_PERMITTED");
    await screen.findByText("share 0.25");
  });
});

describe("two mutations at once", () => {
  it("leave each other's expected changes alone, and what is true is asked when the last is done", async () => {
    const answers = new Map<string, (answer: object) => void>();
    const { client, asked } = stub(
      { viewer: () => enrolments(0.25) },
      {
        withdrawEnrolment: ({ enrolmentId }) =>
          new Promise<object>((resolve) => {
            answers.set(String(enrolmentId), resolve);
          }),
      },
    );
    show(
      client,
      <>
        <Share />
        <Adding id="first" share={0.5} />
        <Adding id="second" share={0.75} />
      </>,
    );
    await screen.findByText("share 0.25");
    act(() => screen.getByText("first").click());
    await screen.findByText("share 0.5");
    act(() => screen.getByText("second").click());
    await screen.findByText("share 0.75");
    await waitFor(() => expect(answers.size).toBe(2));
    answers.get("first")?.({ __typename: "NotPermitted", code: "NOT_PERMITTED", message: "No.", help: "Ask for it." });
    await screen.findByText("first NOT_PERMITTED");
    expect(screen.getByText("share 0.75")).toBeTruthy();
    expect(asked.get("MyEnrolments")).toBe(1);
    answers.get("second")?.({ __typename: "Enrolment", id: "e1" });
    await screen.findByText("share 0.25");
    expect(asked.get("MyEnrolments")).toBe(2);
  });
});
