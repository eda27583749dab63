import { Chip } from "../../parts/chip.tsx";
import { moduleTones, requirementTones } from "../../parts/tones.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import type { Journey, Module, PartOfPath } from "./journey.ts";

type Group = Journey["version"]["path"];
type Member = Group["members"][number];

/** The modules (R4): each with its state, and what of it is met, pending and open. */
export function Modules({ journey, of }: { readonly journey: Journey; readonly of: PartOfPath }) {
  const { t } = useTexts();
  const { modules } = journey.version;
  const isPart = of.moduleKey !== undefined || of.requirementKey !== undefined;
  const shown = modules.filter(({ key, requirements }) =>
    of.moduleKey === undefined ? requirements.some((one) => one.key === of.requirementKey) : key === of.moduleKey,
  );
  return (
    <section>
      <h2>{t.path}</h2>
      {isPart ? (
        <ol className="path">
          {shown.map((module) => (
            <ModuleItem key={module.key} journey={journey} module={module} isOpen />
          ))}
        </ol>
      ) : (
        <PathGroup journey={journey} group={journey.version.path} isFirst />
      )}
    </section>
  );
}

/** A group of the path: all of its members, any n, or as many as give n credits. */
function PathGroup({
  journey,
  group,
  isFirst = false,
}: {
  readonly journey: Journey;
  readonly group: Group;
  readonly isFirst?: boolean;
}) {
  const { t } = useTexts();
  const title = group.kind === "ALL" ? t.groups.ALL : t.groups[group.kind](group.n ?? 1);
  return (
    <div className={isFirst ? undefined : "group"}>
      {/* That all of the path is needed goes without saying. */}
      {!(isFirst && group.kind === "ALL") && <p className="small">{title}</p>}
      <ol className="path">
        {group.members.map((member: Member) => {
          if (member.__typename === "PathModule") {
            const module = journey.version.modules.find(({ key }) => key === member.moduleKey);
            return module && <ModuleItem key={module.key} journey={journey} module={module} />;
          }
          return (
            <li key={JSON.stringify(member)}>
              <PathGroup journey={journey} group={member as Group} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function ModuleItem({
  journey,
  module,
  isOpen = false,
}: {
  readonly journey: Journey;
  readonly module: Module;
  readonly isOpen?: boolean;
}) {
  const { t } = useTexts();
  const progress = journey.progress.modules.find(({ moduleKey }) => moduleKey === module.key);
  if (!progress) return null;
  const { state } = progress;
  const stateOf = (key: string) => progress.requirements.find((one) => one.requirementKey === key)?.state ?? "OPEN";
  const met = module.requirements.filter(({ key }) => stateOf(key) === "MET").length;
  const before = journey.version.modules.filter(({ key }) => module.prerequisiteKeys.includes(key));
  return (
    <li className={`module ${state.toLowerCase()}`}>
      <Ring share={progress.share} />
      <details className="card" open={isOpen || state === "OPEN"}>
        <summary>
          <span className="module-title">{module.title}</span>
          <Chip tone={moduleTones[state]}>{t.moduleStates[state]}</Chip>
          <span className="small module-facts">
            {t.metOf(met, module.requirements.length)} · {t.effort(module.effortMinutes)}
          </span>
        </summary>
        {state === "LOCKED" && before.length > 0 && (
          <p className="small">{t.unlockedBy(before.map(({ title }) => title).join(", "))}</p>
        )}
        <ul className="requirements">
          {module.requirements.map(({ key, title, kind, instructions }) => (
            <li key={key}>
              <div className="requirement-title">
                <strong>{title}</strong>
                <Chip tone={requirementTones[stateOf(key)]}>{t.requirementStates[stateOf(key)]}</Chip>
              </div>
              <p className="small">{t.requirementKinds[kind]}</p>
              {instructions && <p className="said">{instructions}</p>}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

/** How much of a module is done; the words beside it say the same. */
function Ring({ share }: { readonly share: number }) {
  return (
    <svg className="ring" viewBox="0 0 36 36" aria-hidden="true">
      <circle className="ring-whole" cx="18" cy="18" r="15" />
      {share > 0 && (
        <circle className="ring-done" cx="18" cy="18" r="15" pathLength="100" strokeDasharray={`${share * 100} 100`} />
      )}
      {share === 1 && <path className="ring-check" d="m12 18.5 4 4 8-9" />}
    </svg>
  );
}
