import { useKunnaMutation, useKunnaSuspenseQuery } from "@kunna/react";
import { EndMappingDocument, MappingsDocument, type MappingsQuery } from "../../generated/operations.ts";
import { Outcome } from "../../parts/outcome.tsx";
import { Sure } from "../../parts/sure.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import type { ConnectionNode } from "./connection.tsx";
import { MappingForm } from "./mapping-form.tsx";

type Connection = Extract<NonNullable<MappingsQuery["node"]>, { readonly mappings: object }>;
type Mapping = Connection["mappings"]["nodes"][number];

const isConnection = (node: MappingsQuery["node"]): node is Connection => node !== null && "mappings" in node;

/** Which activities of an LMS count for which requirements. */
export function Mappings({ connection }: { readonly connection: ConnectionNode }) {
  const { t } = useTexts();
  const courses = connection.courses.nodes;
  const { node } = useKunnaSuspenseQuery(MappingsDocument, { connectionId: connection.id });
  const nodes = isConnection(node) ? node.mappings.nodes : [];
  return (
    <section>
      <h2>{t.mappings}</h2>
      <p className="soft">{t.mappingsText}</p>
      <ul className="lines">
        {nodes.map((mapping) => (
          <MappingItem
            key={mapping.id}
            mapping={mapping}
            course={courses.find(({ externalId }) => externalId === mapping.courseId)?.title ?? mapping.courseId}
          />
        ))}
      </ul>
      <MappingForm connection={connection} />
    </section>
  );
}

function MappingItem({ mapping, course }: { readonly mapping: Mapping; readonly course: string }) {
  const { t } = useTexts();
  const { mutate, refusal, error, isPending } = useKunnaMutation(
    async (kunna, mappingId: string) => (await kunna.mutate(EndMappingDocument, { mappingId })).endLmsActivityMapping,
  );
  const { activityId, program, requirementKey } = mapping;
  return (
    <li>
      <span>
        <strong>{course}</strong> {activityId ? t.activity(activityId) : t.wholeCourse}
        <br />
        <span className="small">
          {program.title}: {requirementKey}
        </span>
      </span>
      <Sure what={t.endMapping} question={t.endMappingSure} isPending={isPending} onYes={() => mutate(mapping.id)} />
      <Outcome refusal={refusal} error={error} />
    </li>
  );
}
