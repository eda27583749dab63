-- CreateEnum
CREATE TYPE "EnrolmentPurpose" AS ENUM ('INITIAL', 'RENEWAL');

-- CreateEnum
CREATE TYPE "EnrolmentStatus" AS ENUM ('ACTIVE', 'COMPLETED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "EvidenceStatus" AS ENUM ('DRAFT', 'SUBMITTED', 'ACCEPTED', 'RETURNED', 'REJECTED');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('ACCEPTED', 'RETURNED', 'REJECTED');

-- CreateEnum
CREATE TYPE "Provenance" AS ENUM ('LEARNER', 'OBSERVER', 'CONNECTION');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('LEARNER', 'REVIEWER', 'MANAGER', 'PROGRAM_OWNER', 'ADMIN');

-- CreateEnum
CREATE TYPE "VersionStatus" AS ENUM ('DRAFT', 'PUBLISHED', 'RETIRED');

-- CreateEnum
CREATE TYPE "RequirementKind" AS ENUM ('APPLIED_TASK', 'OBSERVATION', 'REFLECTION', 'ASSESSMENT', 'LMS_ACTIVITY', 'EXTERNAL_CREDENTIAL', 'CREDITS');

-- CreateTable
CREATE TABLE "Certificate" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "programId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "recipientName" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "awardedAt" TIMESTAMPTZ(3) NOT NULL,
    "validFrom" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "opensAt" TIMESTAMPTZ(3),
    "graceEndsAt" TIMESTAMPTZ(3),
    "policy" JSONB NOT NULL,
    "credential" TEXT NOT NULL,

    CONSTRAINT "Certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SigningKey" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "publicKeyMultibase" TEXT NOT NULL,
    "encryptedSecret" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "SigningKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Enrolment" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "programId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "purpose" "EnrolmentPurpose" NOT NULL DEFAULT 'INITIAL',
    "status" "EnrolmentStatus" NOT NULL DEFAULT 'ACTIVE',
    "enrolledAt" TIMESTAMPTZ(3) NOT NULL,
    "enrolledById" UUID NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "position" BIGINT,
    "type" TEXT NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "actorId" UUID,
    "personId" UUID,
    "programId" UUID,
    "versionId" UUID,
    "enrolmentId" UUID,
    "evidenceId" UUID,
    "certificateId" UUID,
    "facts" JSONB NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Feed" (
    "organisationId" UUID NOT NULL,
    "position" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Feed_pkey" PRIMARY KEY ("organisationId")
);

-- CreateTable
CREATE TABLE "Evidence" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "status" "EvidenceStatus" NOT NULL DEFAULT 'DRAFT',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "submittedAt" TIMESTAMPTZ(3),
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EvidenceRequirement" (
    "organisationId" UUID NOT NULL,
    "evidenceId" UUID NOT NULL,
    "requirementId" UUID NOT NULL,

    CONSTRAINT "EvidenceRequirement_pkey" PRIMARY KEY ("evidenceId","requirementId")
);

-- CreateTable
CREATE TABLE "EvidenceRevision" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "evidenceId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT,
    "links" TEXT[],
    "score" INTEGER,
    "performedOn" DATE NOT NULL,
    "provenance" "Provenance" NOT NULL DEFAULT 'LEARNER',
    "submittedById" UUID NOT NULL,
    "submittedAt" TIMESTAMPTZ(3),

    CONSTRAINT "EvidenceRevision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EvidenceFile" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "uploadedById" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "uploadedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EvidenceFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EvidenceRevisionFile" (
    "organisationId" UUID NOT NULL,
    "revisionId" UUID NOT NULL,
    "fileId" UUID NOT NULL,

    CONSTRAINT "EvidenceRevisionFile_pkey" PRIMARY KEY ("revisionId","fileId")
);

-- CreateTable
CREATE TABLE "Review" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "revisionId" UUID NOT NULL,
    "reviewerId" UUID NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "comment" TEXT NOT NULL,
    "missing" TEXT[],
    "reviewedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Framework" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "publisher" TEXT,
    "source" TEXT,
    "licence" TEXT,
    "attribution" TEXT,
    "importedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Framework_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FrameworkLevel" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "frameworkId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "rank" INTEGER NOT NULL,

    CONSTRAINT "FrameworkLevel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Competency" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "frameworkId" UUID NOT NULL,
    "parentId" UUID,
    "levelId" UUID,
    "code" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "description" TEXT,
    "tags" TEXT[],
    "position" INTEGER NOT NULL,

    CONSTRAINT "Competency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL DEFAULT 'Europe/Stockholm',
    "locale" TEXT NOT NULL DEFAULT 'sv',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "roles" "Role"[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Team" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "managerId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "organisationId" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "personId" UUID NOT NULL,

    CONSTRAINT "TeamMember_pkey" PRIMARY KEY ("teamId","personId")
);

-- CreateTable
CREATE TABLE "AccessToken" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AccessToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Program" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Program_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProgramVersion" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "programId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "status" "VersionStatus" NOT NULL DEFAULT 'DRAFT',
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "path" JSONB NOT NULL,
    "policy" JSONB NOT NULL,
    "waiver" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedAt" TIMESTAMPTZ(3),
    "publishedById" UUID,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "ProgramVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Module" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "effortMinutes" INTEGER NOT NULL,
    "credits" INTEGER NOT NULL DEFAULT 0,
    "prerequisiteKeys" TEXT[],
    "position" INTEGER NOT NULL,

    CONSTRAINT "Module_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ModuleCompetency" (
    "organisationId" UUID NOT NULL,
    "moduleId" UUID NOT NULL,
    "competencyId" UUID NOT NULL,
    "levelId" UUID,

    CONSTRAINT "ModuleCompetency_pkey" PRIMARY KEY ("moduleId","competencyId")
);

-- CreateTable
CREATE TABLE "Requirement" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "moduleId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "kind" "RequirementKind" NOT NULL,
    "title" TEXT NOT NULL,
    "instructions" TEXT NOT NULL,
    "prompts" TEXT[],
    "passMark" INTEGER,
    "freshness" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "Requirement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_number_key" ON "Certificate"("number");

-- CreateIndex
CREATE INDEX "Certificate_organisationId_personId_programId_idx" ON "Certificate"("organisationId", "personId", "programId");

-- CreateIndex
CREATE INDEX "Certificate_organisationId_programId_validFrom_idx" ON "Certificate"("organisationId", "programId", "validFrom");

-- CreateIndex
CREATE INDEX "Certificate_organisationId_versionId_idx" ON "Certificate"("organisationId", "versionId");

-- CreateIndex
CREATE INDEX "Certificate_organisationId_awardedAt_idx" ON "Certificate"("organisationId", "awardedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_organisationId_id_key" ON "Certificate"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_organisationId_enrolmentId_key" ON "Certificate"("organisationId", "enrolmentId");

-- CreateIndex
CREATE INDEX "SigningKey_organisationId_createdAt_idx" ON "SigningKey"("organisationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "SigningKey_organisationId_id_key" ON "SigningKey"("organisationId", "id");

-- CreateIndex
CREATE INDEX "Enrolment_organisationId_personId_programId_idx" ON "Enrolment"("organisationId", "personId", "programId");

-- CreateIndex
CREATE INDEX "Enrolment_organisationId_programId_idx" ON "Enrolment"("organisationId", "programId");

-- CreateIndex
CREATE INDEX "Enrolment_organisationId_versionId_idx" ON "Enrolment"("organisationId", "versionId");

-- CreateIndex
CREATE INDEX "Enrolment_organisationId_enrolledById_idx" ON "Enrolment"("organisationId", "enrolledById");

-- CreateIndex
CREATE UNIQUE INDEX "Enrolment_organisationId_id_key" ON "Enrolment"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Enrolment_one_active" ON "Enrolment"("personId", "programId") WHERE ("status" = 'ACTIVE');

-- CreateIndex
CREATE INDEX "Event_organisationId_personId_position_idx" ON "Event"("organisationId", "personId", "position");

-- CreateIndex
CREATE INDEX "Event_unplaced" ON "Event"("sequence") WHERE ("position" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "Event_organisationId_position_key" ON "Event"("organisationId", "position");

-- CreateIndex
CREATE INDEX "Evidence_organisationId_enrolmentId_idx" ON "Evidence"("organisationId", "enrolmentId");

-- CreateIndex
CREATE INDEX "Evidence_organisationId_personId_idx" ON "Evidence"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "Evidence_organisationId_status_submittedAt_idx" ON "Evidence"("organisationId", "status", "submittedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Evidence_organisationId_id_key" ON "Evidence"("organisationId", "id");

-- CreateIndex
CREATE INDEX "EvidenceRequirement_organisationId_requirementId_idx" ON "EvidenceRequirement"("organisationId", "requirementId");

-- CreateIndex
CREATE INDEX "EvidenceRevision_organisationId_evidenceId_idx" ON "EvidenceRevision"("organisationId", "evidenceId");

-- CreateIndex
CREATE INDEX "EvidenceRevision_organisationId_submittedById_idx" ON "EvidenceRevision"("organisationId", "submittedById");

-- CreateIndex
CREATE UNIQUE INDEX "EvidenceRevision_organisationId_id_key" ON "EvidenceRevision"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "EvidenceRevision_evidenceId_number_key" ON "EvidenceRevision"("evidenceId", "number");

-- CreateIndex
CREATE INDEX "EvidenceFile_organisationId_uploadedById_idx" ON "EvidenceFile"("organisationId", "uploadedById");

-- CreateIndex
CREATE UNIQUE INDEX "EvidenceFile_organisationId_id_key" ON "EvidenceFile"("organisationId", "id");

-- CreateIndex
CREATE INDEX "EvidenceRevisionFile_organisationId_fileId_idx" ON "EvidenceRevisionFile"("organisationId", "fileId");

-- CreateIndex
CREATE INDEX "Review_organisationId_reviewerId_idx" ON "Review"("organisationId", "reviewerId");

-- CreateIndex
CREATE UNIQUE INDEX "Review_revisionId_reviewerId_key" ON "Review"("revisionId", "reviewerId");

-- CreateIndex
CREATE UNIQUE INDEX "Framework_organisationId_id_key" ON "Framework"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Framework_organisationId_key_key" ON "Framework"("organisationId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "FrameworkLevel_organisationId_id_key" ON "FrameworkLevel"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "FrameworkLevel_frameworkId_key_key" ON "FrameworkLevel"("frameworkId", "key");

-- CreateIndex
CREATE INDEX "Competency_organisationId_frameworkId_type_position_idx" ON "Competency"("organisationId", "frameworkId", "type", "position");

-- CreateIndex
CREATE INDEX "Competency_organisationId_parentId_idx" ON "Competency"("organisationId", "parentId");

-- CreateIndex
CREATE INDEX "Competency_organisationId_levelId_idx" ON "Competency"("organisationId", "levelId");

-- CreateIndex
CREATE UNIQUE INDEX "Competency_organisationId_id_key" ON "Competency"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Competency_frameworkId_code_key" ON "Competency"("frameworkId", "code");

-- CreateIndex
CREATE UNIQUE INDEX "Organisation_key_key" ON "Organisation"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Person_organisationId_id_key" ON "Person"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Person_organisationId_email_key" ON "Person"("organisationId", "email");

-- CreateIndex
CREATE INDEX "Team_organisationId_managerId_idx" ON "Team"("organisationId", "managerId");

-- CreateIndex
CREATE UNIQUE INDEX "Team_organisationId_id_key" ON "Team"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Team_organisationId_key_key" ON "Team"("organisationId", "key");

-- CreateIndex
CREATE INDEX "TeamMember_organisationId_personId_idx" ON "TeamMember"("organisationId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_tokenHash_key" ON "AccessToken"("tokenHash");

-- CreateIndex
CREATE INDEX "AccessToken_organisationId_personId_idx" ON "AccessToken"("organisationId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Program_organisationId_id_key" ON "Program"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Program_organisationId_key_key" ON "Program"("organisationId", "key");

-- CreateIndex
CREATE INDEX "ProgramVersion_organisationId_status_title_idx" ON "ProgramVersion"("organisationId", "status", "title");

-- CreateIndex
CREATE INDEX "ProgramVersion_organisationId_programId_idx" ON "ProgramVersion"("organisationId", "programId");

-- CreateIndex
CREATE UNIQUE INDEX "ProgramVersion_organisationId_id_key" ON "ProgramVersion"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ProgramVersion_programId_number_key" ON "ProgramVersion"("programId", "number");

-- CreateIndex
CREATE INDEX "Module_organisationId_versionId_position_idx" ON "Module"("organisationId", "versionId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Module_organisationId_id_key" ON "Module"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Module_versionId_key_key" ON "Module"("versionId", "key");

-- CreateIndex
CREATE INDEX "ModuleCompetency_organisationId_competencyId_idx" ON "ModuleCompetency"("organisationId", "competencyId");

-- CreateIndex
CREATE INDEX "ModuleCompetency_organisationId_levelId_idx" ON "ModuleCompetency"("organisationId", "levelId");

-- CreateIndex
CREATE INDEX "Requirement_organisationId_moduleId_position_idx" ON "Requirement"("organisationId", "moduleId", "position");

-- CreateIndex
CREATE INDEX "Requirement_organisationId_versionId_idx" ON "Requirement"("organisationId", "versionId");

-- CreateIndex
CREATE UNIQUE INDEX "Requirement_organisationId_id_key" ON "Requirement"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Requirement_versionId_key_key" ON "Requirement"("versionId", "key");

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_organisationId_versionId_fkey" FOREIGN KEY ("organisationId", "versionId") REFERENCES "ProgramVersion"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_organisationId_enrolmentId_fkey" FOREIGN KEY ("organisationId", "enrolmentId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_organisationId_enrolledById_fkey" FOREIGN KEY ("organisationId", "enrolledById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_organisationId_versionId_fkey" FOREIGN KEY ("organisationId", "versionId") REFERENCES "ProgramVersion"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_organisationId_actorId_fkey" FOREIGN KEY ("organisationId", "actorId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_organisationId_versionId_fkey" FOREIGN KEY ("organisationId", "versionId") REFERENCES "ProgramVersion"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_organisationId_enrolmentId_fkey" FOREIGN KEY ("organisationId", "enrolmentId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_organisationId_evidenceId_fkey" FOREIGN KEY ("organisationId", "evidenceId") REFERENCES "Evidence"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_organisationId_certificateId_fkey" FOREIGN KEY ("organisationId", "certificateId") REFERENCES "Certificate"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evidence" ADD CONSTRAINT "Evidence_organisationId_enrolmentId_fkey" FOREIGN KEY ("organisationId", "enrolmentId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evidence" ADD CONSTRAINT "Evidence_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceRequirement" ADD CONSTRAINT "EvidenceRequirement_organisationId_evidenceId_fkey" FOREIGN KEY ("organisationId", "evidenceId") REFERENCES "Evidence"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceRequirement" ADD CONSTRAINT "EvidenceRequirement_organisationId_requirementId_fkey" FOREIGN KEY ("organisationId", "requirementId") REFERENCES "Requirement"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceRevision" ADD CONSTRAINT "EvidenceRevision_organisationId_evidenceId_fkey" FOREIGN KEY ("organisationId", "evidenceId") REFERENCES "Evidence"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceRevision" ADD CONSTRAINT "EvidenceRevision_organisationId_submittedById_fkey" FOREIGN KEY ("organisationId", "submittedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceFile" ADD CONSTRAINT "EvidenceFile_organisationId_uploadedById_fkey" FOREIGN KEY ("organisationId", "uploadedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceRevisionFile" ADD CONSTRAINT "EvidenceRevisionFile_organisationId_revisionId_fkey" FOREIGN KEY ("organisationId", "revisionId") REFERENCES "EvidenceRevision"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceRevisionFile" ADD CONSTRAINT "EvidenceRevisionFile_organisationId_fileId_fkey" FOREIGN KEY ("organisationId", "fileId") REFERENCES "EvidenceFile"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_organisationId_revisionId_fkey" FOREIGN KEY ("organisationId", "revisionId") REFERENCES "EvidenceRevision"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_organisationId_reviewerId_fkey" FOREIGN KEY ("organisationId", "reviewerId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Framework" ADD CONSTRAINT "Framework_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FrameworkLevel" ADD CONSTRAINT "FrameworkLevel_organisationId_frameworkId_fkey" FOREIGN KEY ("organisationId", "frameworkId") REFERENCES "Framework"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Competency" ADD CONSTRAINT "Competency_organisationId_frameworkId_fkey" FOREIGN KEY ("organisationId", "frameworkId") REFERENCES "Framework"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Competency" ADD CONSTRAINT "Competency_organisationId_parentId_fkey" FOREIGN KEY ("organisationId", "parentId") REFERENCES "Competency"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Competency" ADD CONSTRAINT "Competency_organisationId_levelId_fkey" FOREIGN KEY ("organisationId", "levelId") REFERENCES "FrameworkLevel"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Team" ADD CONSTRAINT "Team_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Team" ADD CONSTRAINT "Team_organisationId_managerId_fkey" FOREIGN KEY ("organisationId", "managerId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_organisationId_teamId_fkey" FOREIGN KEY ("organisationId", "teamId") REFERENCES "Team"("organisationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessToken" ADD CONSTRAINT "AccessToken_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Program" ADD CONSTRAINT "Program_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProgramVersion" ADD CONSTRAINT "ProgramVersion_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Module" ADD CONSTRAINT "Module_organisationId_versionId_fkey" FOREIGN KEY ("organisationId", "versionId") REFERENCES "ProgramVersion"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModuleCompetency" ADD CONSTRAINT "ModuleCompetency_organisationId_moduleId_fkey" FOREIGN KEY ("organisationId", "moduleId") REFERENCES "Module"("organisationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModuleCompetency" ADD CONSTRAINT "ModuleCompetency_organisationId_competencyId_fkey" FOREIGN KEY ("organisationId", "competencyId") REFERENCES "Competency"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModuleCompetency" ADD CONSTRAINT "ModuleCompetency_organisationId_levelId_fkey" FOREIGN KEY ("organisationId", "levelId") REFERENCES "FrameworkLevel"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Requirement" ADD CONSTRAINT "Requirement_organisationId_versionId_fkey" FOREIGN KEY ("organisationId", "versionId") REFERENCES "ProgramVersion"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Requirement" ADD CONSTRAINT "Requirement_organisationId_moduleId_fkey" FOREIGN KEY ("organisationId", "moduleId") REFERENCES "Module"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
