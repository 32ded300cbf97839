import { ShopError } from './errors.ts'

/**
 * Asks a plug-in, with a deadline and a check of its answer. A hang, a throw or nonsense becomes the refusal `plugin_failed` that names
 * the plug-in; it is never replaced by a zero (P21).
 */
export async function ask<Answer>(
  plugin: string,
  milliseconds: number,
  call: () => Promise<Answer> | Answer,
  check: (answer: Answer) => string | null,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    const answer = await Promise.race([Promise.resolve().then(call), late])
    const wrong = check(answer)
    if (wrong !== null) throw new Error(wrong)
    return answer
  } catch (error) {
    if (error instanceof ShopError) throw error
    throw new ShopError('plugin_failed', { plugin, reason: error instanceof Error ? error.message : 'threw no error' }, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
