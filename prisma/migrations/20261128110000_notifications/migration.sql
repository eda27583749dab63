-- CreateEnum
CREATE TYPE "NotificationFrequency" AS ENUM ('IMMEDIATE', 'DAILY', 'WEEKLY', 'NEVER');

-- CreateEnum
CREATE TYPE "NotificationStatus" AS ENUM ('PENDING', 'SENT', 'DROPPED', 'FAILED');

-- CreateEnum
CREATE TYPE "MailStatus" AS ENUM ('WAITING', 'SENDING', 'SENT', 'DROPPED', 'FAILED', 'UNCERTAIN');

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "locale" TEXT;

-- CreateTable
CREATE TABLE "NotificationFeed" (
    "organisationId" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "NotificationFeed_pkey" PRIMARY KEY ("organisationId")
);

-- CreateTable
CREATE TABLE "NotificationChoice" (
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "frequency" "NotificationFrequency" NOT NULL,
    "chosenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "NotificationChoice_pkey" PRIMARY KEY ("organisationId","personId","kind")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "frequency" "NotificationFrequency" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sendAfter" TIMESTAMPTZ(3) NOT NULL,
    "status" "NotificationStatus" NOT NULL DEFAULT 'PENDING',
    "reason" TEXT,
    "mailId" UUID,

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Mail" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "mandatory" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "status" "MailStatus" NOT NULL DEFAULT 'WAITING',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "Mail_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Notification_organisationId_personId_idx" ON "Notification"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "Notification_organisationId_mailId_idx" ON "Notification"("organisationId", "mailId");

-- CreateIndex
CREATE INDEX "Notification_to_gather" ON "Notification"("organisationId", "sendAfter") WHERE ("status" = 'PENDING' AND "mailId" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "Notification_organisationId_id_key" ON "Notification"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_personId_eventId_key" ON "Notification"("personId", "eventId");

-- CreateIndex
CREATE INDEX "Mail_organisationId_personId_idx" ON "Mail"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "Mail_organisationId_status_createdAt_idx" ON "Mail"("organisationId", "status", "createdAt");

-- CreateIndex
CREATE INDEX "Mail_due" ON "Mail"("organisationId", "dueAt") WHERE ("dueAt" IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "Mail_organisationId_id_key" ON "Mail"("organisationId", "id");

-- AddForeignKey
ALTER TABLE "NotificationChoice" ADD CONSTRAINT "NotificationChoice_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_organisationId_mailId_fkey" FOREIGN KEY ("organisationId", "mailId") REFERENCES "Mail"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mail" ADD CONSTRAINT "Mail_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Tenancy. What is written of a notification and of a mail is what becomes of it; whom it is for never changes.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['NotificationFeed', 'NotificationChoice', 'Notification', 'Mail'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON public.%I USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation())',
      name
    );
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO kunna_app', name);
  END LOOP;
END
$$;
GRANT UPDATE ("position") ON public."NotificationFeed" TO kunna_app;
GRANT UPDATE ("frequency", "chosenAt"), DELETE ON public."NotificationChoice" TO kunna_app;
GRANT UPDATE ("status", "reason", "mailId") ON public."Notification" TO kunna_app;
GRANT UPDATE ("status", "tries", "dueAt", "sentAt", "problem") ON public."Mail" TO kunna_app;
GRANT UPDATE ("locale") ON public."Person" TO kunna_app;

-- For the organisations that are here already, what has happened until now is history.
INSERT INTO public."NotificationFeed" ("organisationId", "position", "since")
SELECT o."id", coalesce(f."position", 0), now() FROM public."Organisation" o
LEFT JOIN public."Feed" f ON f."organisationId" = o."id";
