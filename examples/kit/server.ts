/** Three pages over one cart: plain HTML with the elements, a few lines with the client, and React. `npm run example:kit` starts it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { newToken, productKey } from 'cartwright'
import { type Client, createClient, type DrawerJson } from 'cartwright/client'
import { escapeHtml, html } from 'cartwright/html'
import { type Call, cartRoutes, createHandler, type Route, route, serveNode, signedCookie } from 'cartwright/http'
import { CartProvider } from 'cartwright/react'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { elementsPage, page, render } from './draw.ts'
import { Shop } from './react-parts.ts'
import { HATS, MUG, shop } from './shop.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const products = [...HATS, MUG].map((product) => ({ key: productKey(product), name: product.name }))

/** Makes one file of a script and all it needs. */
function bundle(entry: string): string {
  const bundler = `${ROOT}node_modules/@esbuild/${process.platform}-${process.arch}/bin/esbuild`
  const settings = ['--bundle', '--minify', '--format=esm', '--target=es2023', '--conditions=cartwright-source']
  const run = spawnSync(bundler, [ROOT + entry, ...settings, '--define:process.env.NODE_ENV="production"'], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`the bundler refused ${entry}: ${run.stderr}`)
  return run.stdout
}

const CSS = `:root{color-scheme:light dark;--line:light-dark(#d9d2c7,#3a352e);--paper:light-dark(#fbf8f3,#171512);--accent:light-dark(#9e3a22,#f0896b)}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:44rem;padding:1.5rem;background:var(--paper)}
a{color:inherit}nav{display:flex;gap:1.5rem;border-block-end:1px solid var(--line);padding-block-end:.75rem}
main form:has([name=product]){display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;border-block-end:1px solid var(--line);padding-block:.5rem}
main form p{flex:1;margin:0}ul{list-style:none;padding:0}li{padding-block:.5rem}
button{font:inherit;min-block-size:2.75rem;padding-inline:1rem;border:1px solid;border-radius:.5rem;background:none;color:inherit;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}h2:focus-visible{outline:0}
[role=alert]{color:var(--accent)}.soon,hold-timer[soon]{color:var(--accent);font-weight:700}
dialog{margin:0;margin-inline-start:auto;block-size:100dvh;max-block-size:none;inline-size:min(24rem,100vw);border:0;padding:1.5rem;background:var(--paper);color:inherit}
dialog h2{margin-block:.125rem 1.5rem}
[data-close]{position:absolute;inset-block-start:1.25rem;inset-inline-end:1.5rem}`

/** Everything that is the same for everybody. */
const assets: readonly Route[] = Object.entries({
  '/elements.min.js': ['text/javascript', bundle('packages/cartwright/src/elements/define-all.ts')],
  '/client-page.js': ['text/javascript', bundle('examples/kit/client-page.ts')],
  '/react-page.js': ['text/javascript', bundle('examples/kit/react-page.ts')],
  '/kit.css': ['text/css', CSS],
} as const).map(([path, [type, content]]) =>
  route({ method: 'GET', path, summary: path, shared: true, run: async () => ({ status: 200, body: null, raw: { type, content } }) }),
)

const shown = (path: string, draw: (call: Call) => Promise<string> | string): Route =>
  route({ method: 'GET', path, summary: path, run: async (call) => ({ status: 200, body: {}, page: () => draw(call) }) })

/** The visitor's own drawer answer: asked of the handler itself, with his cookie. */
async function drawerOf(call: Call): Promise<DrawerJson> {
  const client: Client = createClient({
    base: call.url.origin,
    fetch: (address, init) => handler(new Request(address, init)),
    headers: { cookie: call.request.headers.get('cookie') ?? '' },
  })
  const drawer = await client.drawer()
  if (!drawer.ok) throw new Error(drawer.error.detail)
  return drawer.value
}

const pages: readonly Route[] = [
  route({
    method: 'GET',
    path: '/',
    summary: 'The first page',
    run: async () => ({ status: 303, body: null, headers: { location: '/elements' } }),
  }),
  shown('/elements', async (call) => elementsPage(await drawerOf(call))),
  shown('/client', () =>
    page(
      'Client',
      html`<p role="status"></p><ul></ul>${products.map(({ key, name }) => html`<p><button data-product="${key}">Add ${name}</button></p>`)}`,
      '/client-page.js',
    ),
  ),
  shown('/react', async (call) => {
    const initial = await drawerOf(call)
    const client = createClient()
    const drawn = renderToString(createElement(CartProvider, { client, initial }, createElement(Shop, { products })))
    const root = `<div id="root" data-state="${escapeHtml(JSON.stringify({ initial, products }))}">${drawn}</div>`
    return page('React', html`<!-- root -->`, '/react-page.js').replace('<!-- root -->', () => root)
  }),
]

const handler = createHandler([...assets, ...pages, ...cartRoutes(shop, render)], {
  shop,
  session: signedCookie({ secret: newToken(), clock: shop.context.clock }),
  identify: async () => null,
  locale: () => 'en',
  limits: null,
  clientAddress: () => '',
  errorPage: (_, error, status) => page(`${status} ${error.code}`, html`<p><a href="/elements">Back</a></p>`, '/elements.min.js'),
  log: console.error,
})
const server = await serveNode(handler, { port: Number(process.env.PORT ?? 3100), host: '127.0.0.1' })
console.log(server.url)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop().then(() => shop.close()))
