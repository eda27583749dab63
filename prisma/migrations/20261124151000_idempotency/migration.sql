-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "operation" TEXT NOT NULL,
    "inputHash" BYTEA NOT NULL,
    "output" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("organisationId","personId","key","step")
);

-- CreateIndex
CREATE INDEX "IdempotencyKey_organisationId_createdAt_idx" ON "IdempotencyKey"("organisationId", "createdAt");

-- AddForeignKey
ALTER TABLE "IdempotencyKey" ADD CONSTRAINT "IdempotencyKey_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Tenancy. The answer is set once, in the transaction that takes the key; a key that has been kept long enough is removed.
ALTER TABLE public."IdempotencyKey" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public."IdempotencyKey" USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation());
GRANT SELECT, INSERT, DELETE, UPDATE (output) ON public."IdempotencyKey" TO kunna_app;
