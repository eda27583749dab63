import { useKunnaMutation, useKunnaSuspenseQuery } from "@kunna/react";
import { ApproveDeploymentDocument, DeploymentsDocument } from "../../generated/operations.ts";
import { Chip } from "../../parts/chip.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { useTexts } from "../../texts/use-texts.tsx";

/** Of a platform that speaks LTI: who it says it is, and from which of its deployments one may come. */
export function Deployments({ connectionId }: { readonly connectionId: string }) {
  const { t } = useTexts();
  const { node } = useKunnaSuspenseQuery(DeploymentsDocument, { connectionId });
  const { mutate, refusal, error, isPending } = useKunnaMutation(
    async (kunna, deploymentId: string) =>
      (await kunna.mutate(ApproveDeploymentDocument, { connectionId, deploymentId })).approveLtiDeployment,
  );
  const registration = node && "registration" in node ? node.registration : null;
  if (!registration) return null;
  return (
    <section>
      <h2>{t.deployments}</h2>
      <p className="small">{t.platformIs(registration.issuer, registration.clientId)}</p>
      <ul className="lines">
        {registration.deployments.map(({ deploymentId, approvedAt }) => (
          <li key={deploymentId}>
            <strong>{deploymentId}</strong>
            {approvedAt ? (
              <Chip tone="good">{t.deploymentApproved}</Chip>
            ) : (
              <button type="button" disabled={isPending} onClick={() => mutate(deploymentId)}>
                {t.approve}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Outcome refusal={refusal} error={error} />
    </section>
  );
}
