import { MyEnrolmentsDocument } from "@kunna/client";
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useLiveEvents, useLiveQuery } from "./index.ts";
import { enrolments, show } from "./show.test.support.tsx";
import { stub } from "./stub.test.support.ts";

afterEach(cleanup);

function Live() {
  const { viewer } = useLiveQuery(MyEnrolmentsDocument, { first: 10 });
  return <p>live {viewer.enrolments.nodes[0]?.progress.share}</p>;
}

function Following({ onEvent = () => {} }: { readonly onEvent?: () => void }) {
  const { status, error } = useLiveEvents(onEvent);
  return (
    <p>
      {status} {error?.message}
    </p>
  );
}

function Counting() {
  const [heard, setHeard] = useState(0);
  useLiveEvents(() => setHeard((before) => before + 1));
  return <p>{heard} heard</p>;
}

describe("live", () => {
  it("go on for the others when one of those who follow fails", async () => {
    const reported = vi.fn();
    vi.stubGlobal("reportError", reported);
    const { client, streams, emit } = stub({});
    show(
      client,
      <>
        <Following
          onEvent={() => {
            throw new Error("mine");
          }}
        />
        <Counting />
      </>,
    );
    await waitFor(() => expect(streams.size).toBe(1));
    await screen.findByText(/^open/);
    act(() => emit("1"));
    await screen.findByText("1 heard");
    expect(screen.getByText(/^open/)).toBeTruthy();
    expect(reported).toHaveBeenCalledTimes(1);
    vi.unstubAllGlobals();
  });

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
