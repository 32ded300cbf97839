/** How often a property is tried: 100 times, or as the environment says (`PROPERTY_RUNS=20000` for a long night). */
export const PROPERTY: { numRuns: number } = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) }
