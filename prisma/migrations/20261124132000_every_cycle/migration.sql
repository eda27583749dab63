-- AlterTable
ALTER TABLE "Requirement" ADD COLUMN     "everyCycle" BOOLEAN NOT NULL DEFAULT false;

-- A draft's requirements change.
GRANT UPDATE ("everyCycle") ON public."Requirement" TO kunna_app;
