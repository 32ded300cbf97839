/** A key for one change, out of 128 bits of chance. `randomUUID` is not there on plain http. */
export const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')

/** Lets a job run when its turn comes. */
export type Turn = <Value>(job: () => Promise<Value>) => Promise<Value>

/**
 * Lets jobs run one after the other, each when the one before has ended, however it ended. Those of the same line wait for each other. On a page it is
 * the document, also where the elements and a store come in two scripts: of the two only one makes the cart of a newcomer.
 */
export const inTurn =
  (line: object & { lastInCart?: Promise<unknown> }): Turn =>
  (job) => {
    const done = Promise.resolve(line.lastInCart).then(job, job)
    line.lastInCart = done
    return done
  }
