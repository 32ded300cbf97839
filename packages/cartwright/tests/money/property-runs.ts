/**
 * How often a property is tried, and where its chance begins: 100 times from one fixed seed, so that a red run is the fault of the change it tests.
 * `PROPERTY_SEED=random PROPERTY_RUNS=20000` looks further, for a long night; a seed that is told can be given again.
 */
export const PROPERTY: { readonly numRuns: number; readonly seed: number } = {
  numRuns: Number(process.env.PROPERTY_RUNS ?? 100),
  seed: seedOf(process.env.PROPERTY_SEED ?? '20261121'),
}
console.log(`properties: ${PROPERTY.numRuns} runs from seed ${PROPERTY.seed}`)

function seedOf(text: string): number {
  return text === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(text)
}
