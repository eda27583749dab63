-- CreateEnum
CREATE TYPE "LmsConnectionStatus" AS ENUM ('PENDING', 'ACTIVE', 'PAUSED', 'REFUSED', 'RETIRED');

-- CreateEnum
CREATE TYPE "LmsMemberRole" AS ENUM ('LEARNER', 'INSTRUCTOR');

-- CreateEnum
CREATE TYPE "LtiTargetKind" AS ENUM ('PROGRAM', 'LEARNING_PATH', 'MODULE', 'EVIDENCE_TASK', 'CERTIFICATE_WALL');

-- CreateEnum
CREATE TYPE "LmsFactKind" AS ENUM ('COMPLETION', 'GRADE');

-- CreateEnum
CREATE TYPE "LmsFactOutcome" AS ENUM ('COUNTED', 'CORRECTION', 'PERSON_UNKNOWN', 'NOT_MAPPED', 'NOT_ENROLLED', 'NOT_MET', 'TOO_OLD');

-- CreateEnum
CREATE TYPE "LmsPushStatus" AS ENUM ('PENDING', 'DONE', 'SUPERSEDED', 'DEAD');

-- AlterTable
ALTER TABLE "EvidenceRevision" ADD COLUMN     "connectionId" UUID;

-- CreateTable
CREATE TABLE "LmsConnection" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connector" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" "LmsConnectionStatus" NOT NULL DEFAULT 'PENDING',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "instructorRoles" "Role"[],
    "addsPeople" BOOLEAN NOT NULL DEFAULT true,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "retiredAt" TIMESTAMPTZ(3),
    "cursor" TEXT,
    "nextSyncAt" TIMESTAMPTZ(3),
    "leasedUntil" TIMESTAMPTZ(3),
    "lastSuccessAt" TIMESTAMPTZ(3),
    "failingSince" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "restUntil" TIMESTAMPTZ(3),
    "lastErrorAt" TIMESTAMPTZ(3),
    "lastErrorCode" TEXT,
    "lastError" TEXT,

    CONSTRAINT "LmsConnection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LmsSecret" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "encryptedSecret" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LmsSecret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LtiRegistration" (
    "connectionId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "authorizationEndpoint" TEXT NOT NULL,
    "tokenEndpoint" TEXT NOT NULL,
    "tokenAudience" TEXT,
    "jwksUri" TEXT NOT NULL,
    "productFamily" TEXT,
    "productVersion" TEXT,
    "scopes" TEXT[],

    CONSTRAINT "LtiRegistration_pkey" PRIMARY KEY ("connectionId")
);

-- CreateTable
CREATE TABLE "LtiDeployment" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "deploymentId" TEXT NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "approvedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LtiDeployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LtiRegistrationLink" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "connectionId" UUID,

    CONSTRAINT "LtiRegistrationLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LtiState" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "stateHash" BYTEA NOT NULL,
    "nonce" TEXT NOT NULL,
    "browserHash" BYTEA NOT NULL,
    "targetLinkUri" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LtiState_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LtiKey" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "kid" TEXT NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "encryptedKey" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "retiredAt" TIMESTAMPTZ(3),
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LtiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExternalIdentity" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "personId" UUID,
    "name" TEXT,
    "email" TEXT,
    "locale" TEXT,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "confirmedById" UUID,

    CONSTRAINT "ExternalIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LmsCourse" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "membershipsUrl" TEXT,
    "lineItemsUrl" TEXT,
    "rosterReadAt" TIMESTAMPTZ(3),
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LmsCourse_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LmsMember" (
    "organisationId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "identityId" UUID NOT NULL,
    "roles" "LmsMemberRole"[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LmsMember_pkey" PRIMARY KEY ("courseId","identityId")
);

-- CreateTable
CREATE TABLE "LtiResourceLink" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "target" "LtiTargetKind",
    "programId" UUID,
    "moduleKey" TEXT,
    "requirementKey" TEXT,
    "lineItemUrl" TEXT,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LtiResourceLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LmsSession" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "accessTokenId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "courseId" UUID,
    "linkId" UUID,
    "roles" "Role"[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "deepLinking" JSONB,

    CONSTRAINT "LmsSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LmsActivityMapping" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "courseId" TEXT NOT NULL,
    "activityId" TEXT NOT NULL DEFAULT '',
    "programId" UUID NOT NULL,
    "requirementKey" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedById" UUID,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LmsActivityMapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LmsFact" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "kind" "LmsFactKind" NOT NULL,
    "courseId" TEXT NOT NULL,
    "activityId" TEXT NOT NULL DEFAULT '',
    "recordId" TEXT NOT NULL,
    "rule" TEXT,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "completed" BOOLEAN,
    "score" DOUBLE PRECISION,
    "maximum" DOUBLE PRECISION,
    "contentHash" BYTEA NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "outcome" "LmsFactOutcome" NOT NULL,
    "evidenceId" UUID,

    CONSTRAINT "LmsFact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LmsPush" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "linkId" UUID,
    "personId" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "completed" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" "LmsPushStatus" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "leasedUntil" TIMESTAMPTZ(3),
    "lastErrorCode" TEXT,
    "lastError" TEXT,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "LmsPush_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LmsConnection_organisationId_createdById_idx" ON "LmsConnection"("organisationId", "createdById");

-- CreateIndex
CREATE INDEX "LmsConnection_organisationId_decidedById_idx" ON "LmsConnection"("organisationId", "decidedById");

-- CreateIndex
CREATE INDEX "LmsConnection_due" ON "LmsConnection"("nextSyncAt") WHERE ("status" = 'ACTIVE');

-- CreateIndex
CREATE UNIQUE INDEX "LmsConnection_organisationId_id_key" ON "LmsConnection"("organisationId", "id");

-- CreateIndex
CREATE INDEX "LmsSecret_organisationId_connectionId_idx" ON "LmsSecret"("organisationId", "connectionId");

-- CreateIndex
CREATE UNIQUE INDEX "LmsSecret_organisationId_id_key" ON "LmsSecret"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LmsSecret_connectionId_key_key" ON "LmsSecret"("connectionId", "key");

-- CreateIndex
CREATE INDEX "LtiRegistration_issuer_clientId_idx" ON "LtiRegistration"("issuer", "clientId");

-- CreateIndex
CREATE UNIQUE INDEX "LtiRegistration_organisationId_connectionId_key" ON "LtiRegistration"("organisationId", "connectionId");

-- CreateIndex
CREATE UNIQUE INDEX "LtiRegistration_organisationId_issuer_clientId_key" ON "LtiRegistration"("organisationId", "issuer", "clientId");

-- CreateIndex
CREATE INDEX "LtiDeployment_organisationId_connectionId_idx" ON "LtiDeployment"("organisationId", "connectionId");

-- CreateIndex
CREATE UNIQUE INDEX "LtiDeployment_organisationId_id_key" ON "LtiDeployment"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LtiDeployment_connectionId_deploymentId_key" ON "LtiDeployment"("connectionId", "deploymentId");

-- CreateIndex
CREATE UNIQUE INDEX "LtiRegistrationLink_tokenHash_key" ON "LtiRegistrationLink"("tokenHash");

-- CreateIndex
CREATE INDEX "LtiRegistrationLink_organisationId_createdById_idx" ON "LtiRegistrationLink"("organisationId", "createdById");

-- CreateIndex
CREATE INDEX "LtiRegistrationLink_organisationId_connectionId_idx" ON "LtiRegistrationLink"("organisationId", "connectionId");

-- CreateIndex
CREATE UNIQUE INDEX "LtiRegistrationLink_organisationId_id_key" ON "LtiRegistrationLink"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LtiState_stateHash_key" ON "LtiState"("stateHash");

-- CreateIndex
CREATE INDEX "LtiState_organisationId_connectionId_idx" ON "LtiState"("organisationId", "connectionId");

-- CreateIndex
CREATE INDEX "LtiState_expiresAt_idx" ON "LtiState"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "LtiState_organisationId_id_key" ON "LtiState"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LtiKey_kid_key" ON "LtiKey"("kid");

-- CreateIndex
CREATE INDEX "LtiKey_organisationId_createdAt_idx" ON "LtiKey"("organisationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "LtiKey_organisationId_id_key" ON "LtiKey"("organisationId", "id");

-- CreateIndex
CREATE INDEX "ExternalIdentity_organisationId_connectionId_idx" ON "ExternalIdentity"("organisationId", "connectionId");

-- CreateIndex
CREATE INDEX "ExternalIdentity_organisationId_personId_idx" ON "ExternalIdentity"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "ExternalIdentity_organisationId_confirmedById_idx" ON "ExternalIdentity"("organisationId", "confirmedById");

-- CreateIndex
CREATE INDEX "ExternalIdentity_unmatched" ON "ExternalIdentity"("organisationId", "id") WHERE ("personId" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "ExternalIdentity_organisationId_id_key" ON "ExternalIdentity"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ExternalIdentity_organisationId_issuer_subject_key" ON "ExternalIdentity"("organisationId", "issuer", "subject");

-- CreateIndex
CREATE INDEX "LmsCourse_organisationId_connectionId_idx" ON "LmsCourse"("organisationId", "connectionId");

-- CreateIndex
CREATE UNIQUE INDEX "LmsCourse_organisationId_id_key" ON "LmsCourse"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LmsCourse_connectionId_externalId_key" ON "LmsCourse"("connectionId", "externalId");

-- CreateIndex
CREATE INDEX "LmsMember_organisationId_courseId_idx" ON "LmsMember"("organisationId", "courseId");

-- CreateIndex
CREATE INDEX "LmsMember_organisationId_identityId_idx" ON "LmsMember"("organisationId", "identityId");

-- CreateIndex
CREATE INDEX "LtiResourceLink_organisationId_courseId_idx" ON "LtiResourceLink"("organisationId", "courseId");

-- CreateIndex
CREATE INDEX "LtiResourceLink_organisationId_connectionId_idx" ON "LtiResourceLink"("organisationId", "connectionId");

-- CreateIndex
CREATE INDEX "LtiResourceLink_organisationId_programId_idx" ON "LtiResourceLink"("organisationId", "programId");

-- CreateIndex
CREATE UNIQUE INDEX "LtiResourceLink_organisationId_id_key" ON "LtiResourceLink"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LtiResourceLink_connectionId_externalId_key" ON "LtiResourceLink"("connectionId", "externalId");

-- CreateIndex
CREATE INDEX "LmsSession_organisationId_connectionId_idx" ON "LmsSession"("organisationId", "connectionId");

-- CreateIndex
CREATE INDEX "LmsSession_organisationId_courseId_idx" ON "LmsSession"("organisationId", "courseId");

-- CreateIndex
CREATE INDEX "LmsSession_organisationId_linkId_idx" ON "LmsSession"("organisationId", "linkId");

-- CreateIndex
CREATE UNIQUE INDEX "LmsSession_organisationId_id_key" ON "LmsSession"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LmsSession_organisationId_accessTokenId_key" ON "LmsSession"("organisationId", "accessTokenId");

-- CreateIndex
CREATE INDEX "LmsActivityMapping_organisationId_connectionId_idx" ON "LmsActivityMapping"("organisationId", "connectionId");

-- CreateIndex
CREATE INDEX "LmsActivityMapping_organisationId_programId_idx" ON "LmsActivityMapping"("organisationId", "programId");

-- CreateIndex
CREATE INDEX "LmsActivityMapping_organisationId_createdById_idx" ON "LmsActivityMapping"("organisationId", "createdById");

-- CreateIndex
CREATE INDEX "LmsActivityMapping_organisationId_endedById_idx" ON "LmsActivityMapping"("organisationId", "endedById");

-- CreateIndex
CREATE UNIQUE INDEX "LmsActivityMapping_organisationId_id_key" ON "LmsActivityMapping"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LmsActivityMapping_one_in_force" ON "LmsActivityMapping"("connectionId", "courseId", "activityId", "programId", "requirementKey") WHERE ("endedAt" IS NULL);

-- CreateIndex
CREATE INDEX "LmsFact_organisationId_connectionId_id_idx" ON "LmsFact"("organisationId", "connectionId", "id");

-- CreateIndex
CREATE INDEX "LmsFact_organisationId_evidenceId_idx" ON "LmsFact"("organisationId", "evidenceId");

-- CreateIndex
CREATE INDEX "LmsFact_connectionId_recordId_kind_idx" ON "LmsFact"("connectionId", "recordId", "kind");

-- CreateIndex
CREATE INDEX "LmsFact_organisationId_issuer_subject_outcome_idx" ON "LmsFact"("organisationId", "issuer", "subject", "outcome");

-- CreateIndex
CREATE UNIQUE INDEX "LmsFact_organisationId_id_key" ON "LmsFact"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LmsFact_connectionId_contentHash_key" ON "LmsFact"("connectionId", "contentHash");

-- CreateIndex
CREATE INDEX "LmsPush_organisationId_connectionId_id_idx" ON "LmsPush"("organisationId", "connectionId", "id");

-- CreateIndex
CREATE INDEX "LmsPush_organisationId_linkId_idx" ON "LmsPush"("organisationId", "linkId");

-- CreateIndex
CREATE INDEX "LmsPush_organisationId_personId_idx" ON "LmsPush"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "LmsPush_due" ON "LmsPush"("connectionId", "nextAttemptAt") WHERE ("status" = 'PENDING');

-- CreateIndex
CREATE UNIQUE INDEX "LmsPush_organisationId_id_key" ON "LmsPush"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LmsPush_connectionId_target_personId_key" ON "LmsPush"("connectionId", "target", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_organisationId_id_key" ON "AccessToken"("organisationId", "id");

-- CreateIndex
CREATE INDEX "EvidenceRevision_organisationId_connectionId_idx" ON "EvidenceRevision"("organisationId", "connectionId");

-- AddForeignKey
ALTER TABLE "EvidenceRevision" ADD CONSTRAINT "EvidenceRevision_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsConnection" ADD CONSTRAINT "LmsConnection_organisationId_createdById_fkey" FOREIGN KEY ("organisationId", "createdById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsConnection" ADD CONSTRAINT "LmsConnection_organisationId_decidedById_fkey" FOREIGN KEY ("organisationId", "decidedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsSecret" ADD CONSTRAINT "LmsSecret_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiRegistration" ADD CONSTRAINT "LtiRegistration_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiDeployment" ADD CONSTRAINT "LtiDeployment_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiRegistrationLink" ADD CONSTRAINT "LtiRegistrationLink_organisationId_createdById_fkey" FOREIGN KEY ("organisationId", "createdById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiRegistrationLink" ADD CONSTRAINT "LtiRegistrationLink_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiState" ADD CONSTRAINT "LtiState_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiKey" ADD CONSTRAINT "LtiKey_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_organisationId_confirmedById_fkey" FOREIGN KEY ("organisationId", "confirmedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsCourse" ADD CONSTRAINT "LmsCourse_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsMember" ADD CONSTRAINT "LmsMember_organisationId_courseId_fkey" FOREIGN KEY ("organisationId", "courseId") REFERENCES "LmsCourse"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsMember" ADD CONSTRAINT "LmsMember_organisationId_identityId_fkey" FOREIGN KEY ("organisationId", "identityId") REFERENCES "ExternalIdentity"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiResourceLink" ADD CONSTRAINT "LtiResourceLink_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiResourceLink" ADD CONSTRAINT "LtiResourceLink_organisationId_courseId_fkey" FOREIGN KEY ("organisationId", "courseId") REFERENCES "LmsCourse"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiResourceLink" ADD CONSTRAINT "LtiResourceLink_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsSession" ADD CONSTRAINT "LmsSession_organisationId_accessTokenId_fkey" FOREIGN KEY ("organisationId", "accessTokenId") REFERENCES "AccessToken"("organisationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsSession" ADD CONSTRAINT "LmsSession_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsSession" ADD CONSTRAINT "LmsSession_organisationId_courseId_fkey" FOREIGN KEY ("organisationId", "courseId") REFERENCES "LmsCourse"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsSession" ADD CONSTRAINT "LmsSession_organisationId_linkId_fkey" FOREIGN KEY ("organisationId", "linkId") REFERENCES "LtiResourceLink"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsActivityMapping" ADD CONSTRAINT "LmsActivityMapping_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsActivityMapping" ADD CONSTRAINT "LmsActivityMapping_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsActivityMapping" ADD CONSTRAINT "LmsActivityMapping_organisationId_createdById_fkey" FOREIGN KEY ("organisationId", "createdById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsActivityMapping" ADD CONSTRAINT "LmsActivityMapping_organisationId_endedById_fkey" FOREIGN KEY ("organisationId", "endedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsFact" ADD CONSTRAINT "LmsFact_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsFact" ADD CONSTRAINT "LmsFact_organisationId_evidenceId_fkey" FOREIGN KEY ("organisationId", "evidenceId") REFERENCES "Evidence"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsPush" ADD CONSTRAINT "LmsPush_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsPush" ADD CONSTRAINT "LmsPush_organisationId_linkId_fkey" FOREIGN KEY ("organisationId", "linkId") REFERENCES "LtiResourceLink"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LmsPush" ADD CONSTRAINT "LmsPush_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What a connection's evidence comes from is named, and nothing else has one.
ALTER TABLE "EvidenceRevision" ADD CONSTRAINT "EvidenceRevision_connection"
  CHECK ("connectionId" IS NULL OR "provenance" = 'CONNECTION');
-- What is decided says by whom and when, and what is retired stays so.
ALTER TABLE "LmsConnection" ADD CONSTRAINT "LmsConnection_decided" CHECK (num_nulls("decidedById", "decidedAt") IN (0, 2));
ALTER TABLE "LmsConnection" ADD CONSTRAINT "LmsConnection_approved"
  CHECK ("status" IN ('PENDING', 'RETIRED') OR "decidedAt" IS NOT NULL);
ALTER TABLE "LmsConnection" ADD CONSTRAINT "LmsConnection_retired" CHECK (("status" = 'RETIRED') = ("retiredAt" IS NOT NULL));
-- No session of an LMS is ever more than a course needs: what runs the organisation is not reached by way of a course.
ALTER TABLE "LmsConnection" ADD CONSTRAINT "LmsConnection_instructor_roles" CHECK ("instructorRoles" <@ ARRAY['REVIEWER']::"Role"[]);
ALTER TABLE "LmsSession" ADD CONSTRAINT "LmsSession_roles" CHECK ("roles" <@ ARRAY['LEARNER', 'REVIEWER']::"Role"[]);
-- Each kind of fact says what it is about, and nothing else.
ALTER TABLE "LmsFact" ADD CONSTRAINT "LmsFact_completion" CHECK (("kind" = 'COMPLETION') = ("completed" IS NOT NULL));
ALTER TABLE "LmsFact" ADD CONSTRAINT "LmsFact_grade"
  CHECK (("kind" = 'GRADE') = ("maximum" IS NOT NULL) AND ("kind" = 'GRADE' OR "score" IS NULL) AND "maximum" > 0);
ALTER TABLE "LmsActivityMapping" ADD CONSTRAINT "LmsActivityMapping_ended" CHECK (num_nulls("endedById", "endedAt") IN (0, 2));
-- What is settled is tried no more.
ALTER TABLE "LmsPush" ADD CONSTRAINT "LmsPush_settled"
  CHECK (("status" = 'PENDING') = ("settledAt" IS NULL) AND ("status" = 'PENDING' OR num_nulls("nextAttemptAt", "leasedUntil") = 2));
ALTER TABLE "LmsPush" ADD CONSTRAINT "LmsPush_share" CHECK ("share" BETWEEN 0 AND 1);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['LmsConnection', 'LmsSecret', 'LtiRegistration', 'LtiDeployment', 'LtiRegistrationLink', 'LtiState', 'LtiKey',
    'ExternalIdentity', 'LmsCourse', 'LmsMember', 'LtiResourceLink', 'LmsSession', 'LmsActivityMapping', 'LmsFact', 'LmsPush'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON public.%I USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation())',
      name
    );
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO kunna_app', name);
  END LOOP;
END
$$;

GRANT UPDATE ("connectionId") ON public."EvidenceRevision" TO kunna_app;
GRANT UPDATE ("name", "status", "settings", "instructorRoles", "addsPeople", "decidedById", "decidedAt", "retiredAt", "cursor", "nextSyncAt",
  "leasedUntil", "lastSuccessAt", "failingSince", "failures", "restUntil", "lastErrorAt", "lastErrorCode", "lastError")
  ON public."LmsConnection" TO kunna_app;
GRANT UPDATE ("encryptedSecret", "createdAt") ON public."LmsSecret" TO kunna_app;
GRANT UPDATE ("authorizationEndpoint", "tokenEndpoint", "tokenAudience", "jwksUri", "productFamily", "productVersion", "scopes")
  ON public."LtiRegistration" TO kunna_app;
GRANT UPDATE ("approvedAt") ON public."LtiDeployment" TO kunna_app;
GRANT UPDATE ("usedAt", "connectionId") ON public."LtiRegistrationLink" TO kunna_app;
GRANT UPDATE ("retiredAt", "removedAt") ON public."LtiKey" TO kunna_app;
GRANT UPDATE ("personId", "name", "email", "locale", "lastSeenAt", "confirmedAt", "confirmedById") ON public."ExternalIdentity" TO kunna_app;
GRANT UPDATE ("title", "membershipsUrl", "lineItemsUrl", "rosterReadAt", "lastSeenAt") ON public."LmsCourse" TO kunna_app;
GRANT UPDATE ("roles", "active", "lastSeenAt") ON public."LmsMember" TO kunna_app;
GRANT UPDATE ("title", "target", "programId", "moduleKey", "requirementKey", "lineItemUrl", "lastSeenAt", "courseId") ON public."LtiResourceLink" TO kunna_app;
GRANT UPDATE ("endedById", "endedAt") ON public."LmsActivityMapping" TO kunna_app;
GRANT UPDATE ("outcome", "evidenceId") ON public."LmsFact" TO kunna_app;
GRANT UPDATE ("linkId", "subject", "share", "completed", "at", "status", "attempts", "failures", "nextAttemptAt", "leasedUntil", "lastErrorCode", "lastError", "settledAt")
  ON public."LmsPush" TO kunna_app;
-- A launch is begun and taken once; a session ends with its token.
GRANT DELETE ON public."LtiState", public."LmsSecret" TO kunna_app;
