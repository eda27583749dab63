import type { FactPage, LmsFact } from "@kunna/lms-kit";
import { methodOf, must, type Trial } from "./check.ts";

const mostPages = 1_000;

/** All pages from a cursor on, as they come. */
export async function readFacts(
  { connector, context }: Trial,
  from: string | null,
): Promise<{ readonly pages: readonly FactPage[]; readonly facts: readonly LmsFact[]; readonly cursor: string }> {
  const read = methodOf(connector, "facts");
  const pages: FactPage[] = [];
  const asked = new Set<string | null>();
  let cursor = from;
  let page: FactPage;
  do {
    asked.add(cursor);
    page = await read(context(), cursor);
    must(
      !page.more || !asked.has(page.cursor),
      "There is more, and the cursor is one that was there before: nobody gets on.",
    );
    pages.push(page);
    cursor = page.cursor;
  } while (page.more && pages.length < mostPages);
  must(!page.more, `There is more after ${mostPages} pages: give the fixture a smaller world.`);
  return { pages, facts: pages.flatMap(({ facts }) => facts), cursor: page.cursor };
}
