import { NotFound } from "../not-found.tsx";

export function Reviewer() {
  return <NotFound />;
}
