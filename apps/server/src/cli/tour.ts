import { join } from "node:path";
import { digComp } from "@kunna/testing";
import { readDemoFile } from "../demo.ts";
import type { Environment } from "../environment.ts";
import { tour } from "../tour/tour.ts";

/** No running demo to tour. */
export class DemoMissing extends Error {
  readonly code = "DEMO_MISSING";
}

/** `kunna tour`: against the running demo. @throws DemoMissing */
export async function runTour({ folder }: Environment): Promise<void> {
  const path = join(folder, "demo.json");
  const demo = await readDemoFile(path);
  const answers =
    demo &&
    (await fetch(`${demo.url}/healthz`).then(
      (response) => response.ok,
      () => false,
    ));
  if (!demo || !answers)
    throw new DemoMissing(`No running demo is found by ${path}. Run npm start in another terminal first.`);
  let step = 0;
  await tour(demo, await digComp(), (title, ...lines) => {
    step += 1;
    console.log(`${String(step).padStart(2)}. ${title}`);
    for (const line of lines) console.log(`      ${line}`);
  });
  console.log("\nThat was the whole line: from a draft to a certificate that anyone can check.");
}
