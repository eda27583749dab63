import type { Environment } from "../environment.ts";

export async function runTour(_environment: Environment): Promise<void> {}
