import type { KunnaClient } from "@kunna/client";
import type { DemoFile } from "../demo.ts";

/** Where the tour tells each step and what it got. */
export type Tell = (title: string, ...lines: string[]) => void;

/** A client for each of the demo's sign-ins. */
export type People = Readonly<Record<keyof DemoFile["tokens"], KunnaClient>>;
