import type { JourneyFacts } from "../pages/journey.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { Mark } from "./mark.tsx";
import { moduleTones, requirementTones } from "./tones.ts";

type Group = JourneyFacts["version"]["path"];
type Member = Group["members"][number] | { readonly __typename: "PathGroup"; readonly kind: Group["kind"] };

/** The learning path (R4): its groups and modules, each as far as it has grown. */
export function Path({ journey }: { readonly journey: JourneyFacts }) {
  const { t, percent } = useTexts();
  const { share } = journey.progress;
  return (
    <section>
      <h2>{t.path}</h2>
      <div className="grown">
        <progress value={share} max={1} aria-label={t.path} />
        <span>
          {percent(share)} {t.complete}
        </span>
      </div>
      <PathGroup journey={journey} group={journey.version.path} />
    </section>
  );
}

/** A group of the path: all of its members, any n, or as many as give n credits. */
function PathGroup({ journey, group }: { readonly journey: JourneyFacts; readonly group: Group }) {
  const { t } = useTexts();
  const n = group.n ?? 1;
  const title = group.kind === "ALL" ? t.groups.ALL : t.groups[group.kind](n);
  return (
    <div className="group">
      <p className="group-title">{title}</p>
      <ol className="path">
        {group.members.map((member: Member) =>
          member.__typename === "PathModule" && "moduleKey" in member ? (
            <PathModule key={member.moduleKey} journey={journey} moduleKey={member.moduleKey} />
          ) : (
            <li key={JSON.stringify(member)}>
              <PathGroup journey={journey} group={{ n: null, members: [], ...member } as Group} />
            </li>
          ),
        )}
      </ol>
    </div>
  );
}

function PathModule({ journey, moduleKey }: { readonly journey: JourneyFacts; readonly moduleKey: string }) {
  const { t, percent } = useTexts();
  const module = journey.version.modules.find(({ key }) => key === moduleKey);
  const progress = journey.progress.modules.find((one) => one.moduleKey === moduleKey);
  if (!module || !progress) return null;
  return (
    <li className={`module ${progress.state.toLowerCase()}`}>
      <Ring share={progress.share} />
      <details open={progress.state === "OPEN"}>
        <summary>
          <span className="module-title">{module.title}</span>
          <Mark tone={moduleTones[progress.state]}>{t.moduleStates[progress.state]}</Mark>
          <span className="small">
            {percent(progress.share)} · {t.effort(module.effortMinutes)}
          </span>
        </summary>
        <ul className="requirements">
          {module.requirements.map(({ key, title, kind, instructions }) => {
            const state = progress.requirements.find(({ requirementKey }) => requirementKey === key)?.state ?? "OPEN";
            return (
              <li key={key}>
                <p>
                  <strong>{title}</strong> <Mark tone={requirementTones[state]}>{t.requirementStates[state]}</Mark>
                </p>
                <p className="small">{t.requirementKinds[kind]}</p>
                <p>{instructions}</p>
              </li>
            );
          })}
        </ul>
      </details>
    </li>
  );
}

/** How much of a module is done, as a ring that grows; the words beside it say the same. */
function Ring({ share }: { readonly share: number }) {
  return (
    <svg className="ring" viewBox="0 0 36 36" aria-hidden="true">
      <circle className="ring-whole" cx="18" cy="18" r="15" />
      <circle className="ring-done" cx="18" cy="18" r="15" pathLength="100" strokeDasharray={`${share * 100} 100`} />
      {share === 1 && <path className="ring-check" d="m12 18.5 4 4 8-9" />}
    </svg>
  );
}
