import { type Claim, isLive } from '../claims/claim.ts'
import type { Lapsed } from '../events/record-expired.ts'

/** The claims on these products that have run out and are still there, in the order of products: who takes the products now ends them. */
export const lapsedClaims = (claims: ReadonlyMap<string, Claim>, products: readonly string[], now: bigint): Lapsed[] =>
  products
    .toSorted()
    .flatMap((product) => claims.get(product) ?? [])
    // What is free was given back, or told as expired when it became so.
    .filter((claim) => claim.state !== 'free' && !isLive(claim, now))
    .map(({ product, holder, expiresAt, source, owner, price }) => ({
      product,
      holder,
      expiresAt,
      ...(source === 'auction' && { win: { winner: owner.slice('user:'.length), price: price ?? 0n } }),
    }))
