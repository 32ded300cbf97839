import { type ComponentProps, createElement, type ReactElement, type SubmitEvent } from 'react'
import { newKey } from '../client/ask.ts'
import type { DrawerJson } from '../client/index.ts'
import { postForm } from '../client/post-form.ts'
import type { Result } from '../client/result.ts'
import { useStore } from './provider.ts'

export interface CartFormProps extends Omit<ComponentProps<'form'>, 'action' | 'method' | 'onSubmit'> {
  /** A change of the cart, such as `/cart/items`. */
  readonly action: string
  /** Called with what came of it; not when the network is away, because then the browser sends the form itself. */
  readonly onDone?: (result: Result<DrawerJson>) => void
}

/**
 * A real form: before its script is there, and where it fails, the browser sends it. With it the change goes through the store.
 *
 * @example
 * createElement(CartForm, { action: '/cart/items' },
 *   createElement('input', { type: 'hidden', name: 'product', value: 'garment:42' }),
 *   createElement('button', null, 'Add'))
 */
export function CartForm({ action, onDone, ...rest }: CartFormProps): ReactElement {
  const store = useStore()
  const onSubmit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    // A second click is the same click.
    if (form.ariaBusy) return
    const { submitter } = event.nativeEvent as globalThis.SubmitEvent
    const fields = fieldsOf(new FormData(form, submitter))
    form.ariaBusy = 'true'
    const result = await store.change(action, fields)
    form.ariaBusy = null
    if (!result.ok && result.error.code === 'network') postForm(action, Object.entries(fields))
    else onDone?.(result)
  }
  return createElement('form', { ...rest, action, method: 'post', onSubmit })
}

/** Fields as the server reads a form: what was left empty is not there. With a key that both ways of sending share. */
function fieldsOf(form: FormData): Record<string, string> {
  const given = [...form].flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value] as const] : []))
  return { ...Object.fromEntries(given), idempotency_key: newKey() }
}
