/** The machine's clock in ms, the same in all of its processes. */
export function machineTime(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
