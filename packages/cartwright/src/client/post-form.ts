/**
 * Sends fields the way a plain form does; the page goes where the server says. It is what is left when a request in the background has failed: the
 * same fields with the same `idempotency_key`, so what was done already is not done twice.
 */
export function postForm(action: string, fields: Iterable<readonly [string, string]>): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = action
  for (const [name, value] of fields) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = value
    form.append(field)
  }
  document.body.append(form)
  // Not `form.submit()`: a field of that name would stand in its way.
  HTMLFormElement.prototype.submit.call(form)
}
