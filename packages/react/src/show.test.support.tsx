import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { Component, type ReactNode, StrictMode, Suspense } from "react";
import { KunnaProvider } from "./index.ts";

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null };
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    return this.state.error ? <p>failed: {this.state.error.message}</p> : this.props.children;
  }
}

/** Shows components as an app would: with a cache, a boundary for errors, and in strict mode. */
export function show(
  client: Parameters<typeof KunnaProvider>[0]["client"],
  children: ReactNode,
  cache = new QueryClient(),
) {
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
  return { cache, unmount: render(tree).unmount };
}

/** What a stub says of the viewer of MyEnrolmentsDocument. */
export const enrolments = (share: number) => ({
  enrolments: {
    totalCount: 1,
    pageInfo: { hasNextPage: false },
    nodes: [
      { id: "e1", status: "ACTIVE", program: { key: "p", title: "First aid" }, progress: { share, complete: false } },
    ],
  },
});
