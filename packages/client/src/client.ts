import { downloadFile } from "./evidence-file.ts";
import type { Following } from "./follow.ts";
import {
  type CertificateUpdate,
  type FollowOptions,
  followCertificate,
  followEvents,
  followRenewals,
  followReviewQueue,
  type KunnaEvent,
  type RenewalUpdate,
  type ReviewUpdate,
} from "./follow-events.ts";
import * as operations from "./generated/operations.ts";
import { type CertificateVerification, fetchCredential, verifyCertificate } from "./public-certificate.ts";
import { type ClientOptions, type RequestOptions, sendFile, type UploadOptions } from "./transport.ts";
import { createTypedClient } from "./typed-client.ts";

type Input<T extends { input: unknown }> = T["input"];

/** Page of a connection: how many, and after which cursor. */
export interface Page {
  readonly first?: number;
  readonly after?: string;
}

/** Whose standing in which program; left out: one's own. */
export interface CertificationKey {
  readonly programId: string;
  readonly personId?: string;
}

/**
 * A client for one person's token. It keeps no state: make as many as you like.
 *
 * Mutations answer with a union of what they made and of refusals, which are data: see `isRefusal` and `unwrap`. What
 * goes wrong on the way is thrown as KunnaError or OperationError.
 */
export function createKunnaClient(options: ClientOptions) {
  const typed = createTypedClient(options);
  const request = typed.query;
  return {
    ...typed,
    /** The organisation's feed, live; reconnects and resumes by itself. */
    events: (follow?: FollowOptions): AsyncGenerator<KunnaEvent, void> => followEvents(options, follow),

    /** Who the token stands for, and their organisation. */
    viewer: () => request(operations.ViewerDocument, {}),

    frameworks: {
      /** Imports a framework, or brings it up to date. */
      import: async (input: Input<operations.ImportFrameworkMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.ImportFrameworkDocument, { input }, requestOptions)).importFramework,
      /** How many competencies of a type a framework has; null when there is no such framework. */
      count: async (key: string, type?: string) =>
        (await request(operations.CountCompetenciesDocument, { key, type: type ?? null })).framework?.competencies
          .totalCount ?? null,
    },

    programs: {
      /** The catalogue: programs that one can enrol on. */
      find: async (by: Page & { readonly search?: string } = {}, requestOptions?: RequestOptions) =>
        (await request(operations.FindProgramsDocument, { ...by }, requestOptions)).programs,
      /** A program with its published version, or null. */
      byKey: async (key: string) => (await request(operations.ProgramByKeyDocument, { key })).program,
      create: async (input: Input<operations.CreateProgramMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.CreateProgramDocument, { input }, requestOptions)).createProgram,
      /** Replaces the content of a draft. */
      change: async (input: Input<operations.ChangeProgramVersionMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.ChangeProgramVersionDocument, { input }, requestOptions)).changeProgramVersion,
      /** Begins the program's next version (R1). */
      draft: async (input: Input<operations.DraftProgramVersionMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.DraftProgramVersionDocument, { input }, requestOptions)).draftProgramVersion,
      publish: async (
        input: Input<operations.PublishProgramVersionMutationVariables>,
        requestOptions?: RequestOptions,
      ) => (await request(operations.PublishProgramVersionDocument, { input }, requestOptions)).publishProgramVersion,
    },

    enrolments: {
      enrol: async (input: Input<operations.EnrolMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.EnrolDocument, { input }, requestOptions)).enrol,
      /** Counts what the learner has shown in other programs by now. */
      recogniseEvidence: async (enrolmentId: string, requestOptions?: RequestOptions) =>
        (await request(operations.RecogniseEvidenceDocument, { enrolmentId }, requestOptions)).recogniseEvidence,
      /** Path, progress and next steps of an enrolment, or null. */
      journey: async (enrolmentId: string) => {
        const { node } = await request(operations.JourneyDocument, { enrolmentId });
        return node && "progress" in node ? node : null;
      },
      /** One's own, newest first. */
      mine: async (page: Page = {}, requestOptions?: RequestOptions) =>
        (await request(operations.MyEnrolmentsDocument, { ...page }, requestOptions)).viewer.enrolments,
    },

    evidence: {
      /** Uploads a file, to be named by `submit`. */
      upload: async (file: Blob, name: string, uploadOptions?: UploadOptions) =>
        (await sendFile(options, operations.UploadFileDocument, file, name, uploadOptions)).uploadFile,
      /**
       * The bytes of an evidence file, from its `url`: ask for that anew rather than keep it. The token is sent to the
       * client's own origin alone.
       * @throws KunnaError
       */
      download: (url: string, { signal }: Pick<RequestOptions, "signal"> = {}): Promise<Blob> =>
        downloadFile(options, url, signal),
      submit: async (input: Input<operations.SubmitEvidenceMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.SubmitEvidenceDocument, { input }, requestOptions)).submitEvidence,
      saveDraft: async (input: Input<operations.SaveEvidenceDraftMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.SaveEvidenceDraftDocument, { input }, requestOptions)).saveEvidenceDraft,
      /** What waits for your review, longest wait first. */
      reviewQueue: async (page: Page = {}, requestOptions?: RequestOptions) =>
        (await request(operations.ReviewQueueDocument, { ...page }, requestOptions)).reviewQueue,
      /** What comes into that queue and leaves it, live; as `events`. */
      toReview: (following?: Following): AsyncGenerator<ReviewUpdate, void> => followReviewQueue(options, following),
      review: async (input: Input<operations.ReviewEvidenceMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.ReviewEvidenceDocument, { input }, requestOptions)).reviewEvidence,
    },

    /** Certifications through time (R6 to R9); one's own where no person is named. */
    certifications: {
      /** Standing, cycle and next step as they are now, or null where there is nothing to be read. */
      of: async (by: CertificationKey) => (await request(operations.CertificationOfDocument, { ...by })).certification,
      /** The standing at an instant, past or future, as far as the facts known by now decide it. */
      standingAt: async (by: CertificationKey, at: string) =>
        (await request(operations.StandingAtDocument, { ...by, at })).certification,
      /** What the renewal asks, what counts already, what is missing, by when, and what happens if not. */
      renewal: async (by: CertificationKey) =>
        (await request(operations.RenewalDocument, { ...by })).certification?.renewal ?? null,
      /** By which of the ways that are offered it is renewed (R9). */
      chooseRenewalPath: async (
        input: Input<operations.ChooseRenewalPathMutationVariables>,
        requestOptions?: RequestOptions,
      ) => (await request(operations.ChooseRenewalPathDocument, { input }, requestOptions)).chooseRenewalPath,
      /** Renews before the window opens, having seen both dates (R9). */
      claimRenewal: async (input: Input<operations.ClaimRenewalMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.ClaimRenewalDocument, { input }, requestOptions)).claimRenewal,
    },

    /** Awards that wait for an approver who did not review (R5). */
    awards: {
      waiting: async (by: Page & { readonly programId?: string } = {}, requestOptions?: RequestOptions) =>
        (await request(operations.AwardsAwaitingApprovalDocument, { ...by }, requestOptions)).awardsAwaitingApproval,
      approve: async (input: Input<operations.ApproveAwardMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.ApproveAwardDocument, { input }, requestOptions)).approveAward,
      decline: async (input: Input<operations.DeclineAwardMutationVariables>, requestOptions?: RequestOptions) =>
        (await request(operations.DeclineAwardDocument, { input }, requestOptions)).declineAward,
    },

    certificates: {
      /** One's own, newest first. */
      mine: async (page: Page = {}, requestOptions?: RequestOptions) =>
        (await request(operations.MyCertificatesDocument, { ...page }, requestOptions)).viewer.certificates,
      /** Those that you may read, newest first. */
      find: async (
        by: Page & { readonly personId?: string; readonly programId?: string } = {},
        requestOptions?: RequestOptions,
      ) => (await request(operations.CertificatesDocument, { ...by }, requestOptions)).certificates,
      /** What happens to one certificate, live; as `events`. */
      changes: (certificateId: string, following?: Following): AsyncGenerator<CertificateUpdate, void> =>
        followCertificate(options, certificateId, following),
      /** What happens to one's own, live: what opens, draws near, is renewed or expires; as `events`. */
      myRenewals: (following?: Following): AsyncGenerator<RenewalUpdate, void> => followRenewals(options, following),
      byNumber: async (number: string) =>
        (await request(operations.CertificateByNumberDocument, { number })).certificate,
      /**
       * What anyone may know of a certificate by its number: its standing now, and whether its signature is good, as this
       * client's own server found. Null: there is none. Whoever doesn't trust that server checks the credential.
       * @throws KunnaError
       */
      verify: (
        number: string,
        { signal }: Pick<RequestOptions, "signal"> = {},
      ): Promise<CertificateVerification | null> => verifyCertificate(options, number, signal),
      /**
       * The signed credential at a certificate's public address, which may be anyone's: no token is sent. Its signature
       * is for a verifier to check.
       * @throws KunnaError
       */
      fetchCredential: (url: string, { signal }: Pick<RequestOptions, "signal"> = {}): Promise<unknown> =>
        fetchCredential(options, url, signal),
    },

    /** Where the organisation's events are sent; what comes there is read by `@kunna/client/webhooks`. */
    webhookEndpoints: {
      list: async (page: Page = {}, requestOptions?: RequestOptions) =>
        (await request(operations.WebhookEndpointsDocument, { ...page }, requestOptions)).webhookEndpoints,
      /** The secret is in this answer alone. */
      create: async (
        input: Input<operations.CreateWebhookEndpointMutationVariables>,
        requestOptions?: RequestOptions,
      ) => (await request(operations.CreateWebhookEndpointDocument, { input }, requestOptions)).createWebhookEndpoint,
      /** A new secret; the old one signs beside it for 24 hours. */
      rotateSecret: async (endpointId: string, requestOptions?: RequestOptions) =>
        (await request(operations.RotateWebhookSecretDocument, { endpointId }, requestOptions)).rotateWebhookSecret,
    },

    /** Which mails one gets. */
    notifications: {
      preferences: async (requestOptions?: RequestOptions) =>
        (await request(operations.NotificationPreferencesDocument, {}, requestOptions)).viewer.notificationPreferences,
      choose: async (
        input: Input<operations.SetNotificationPreferencesMutationVariables>,
        requestOptions?: RequestOptions,
      ) =>
        (await request(operations.SetNotificationPreferencesDocument, { input }, requestOptions))
          .setNotificationPreferences,
    },
  };
}

export type KunnaClient = ReturnType<typeof createKunnaClient>;
