import { whenTold } from "../../reactions.ts";
import { applyRules } from "./apply-rules.ts";
import { moveNextLearners } from "./move-learners.ts";

export { enrol } from "./commands/enrol.ts";
export { moveAllLearners, moveJob } from "./move-job.ts";

// However persons come, change their roles, or join or leave a team.
for (const type of ["PERSON_CREATED", "PERSON_CHANGED", "TEAM_MEMBER_ADDED", "TEAM_MEMBER_REMOVED"] as const)
  whenTold(type, (run, events) =>
    applyRules(
      run,
      events.flatMap(({ personId }) => personId ?? []),
    ),
  );

// R10: the first of those who move do so with the publication, and the others by moveJob.
whenTold("PROGRAM_VERSION_PUBLISHED", async (run, events) => {
  for (const { versionId } of events) if (versionId) await moveNextLearners(run, versionId);
});
