-- CreateEnum
CREATE TYPE "LearnersUnderWay" AS ENUM ('STAY', 'MOVE');

-- AlterEnum
ALTER TYPE "EnrolmentStatus" ADD VALUE 'MOVED';

-- AlterTable
ALTER TABLE "ProgramVersion" ADD COLUMN     "learnersUnderWay" "LearnersUnderWay" NOT NULL DEFAULT 'STAY';

-- Said at publication, as the carry-over is.
GRANT UPDATE ("learnersUnderWay") ON public."ProgramVersion" TO kunna_app;
