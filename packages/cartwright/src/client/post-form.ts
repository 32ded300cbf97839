/**
 * Sends fields the way a plain form does; the page goes where the server says. It is what is left when a request in the background has failed: the
 * same fields with the same `idempotency_key`, so what was done already is not done twice.
 */
export function postForm(action: string, fields: URLSearchParams): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = action
  form.onformdata = ({ formData }) => {
    for (const [name, value] of fields) formData.append(name, value)
  }
  document.body.append(form)
  form.submit()
}
