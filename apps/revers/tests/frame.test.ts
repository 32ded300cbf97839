import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { assetPath } from '../src/assets.ts'
import { formatAmount } from '../src/i18n/format.ts'
import { CHOOSABLE, inLocales, turnedRound } from '../src/i18n/locale.ts'
import { messagesOf } from '../src/i18n/messages.ts'
import { noticeText } from '../src/i18n/notices.ts'
import { refusalText } from '../src/i18n/refusals.ts'
import { errorPage } from '../src/views/error-page.ts'
import { layout, type Page } from '../src/views/layout.ts'
import { loginPage, registerPage } from '../src/views/sign-in-pages.ts'
import { EMPTY_FORM } from '../src/views/types.ts'
import { context } from './view-samples.ts'

const shown = (more: Partial<Page> = {}, visit = context()): string => String(layout(visit, { title: 'Coș', main: 'x', ...more }))

describe('the frame of a page', () => {
  it('has what the script looks for', () => {
    const text = shown()
    assert.match(text, /<html lang="ro" dir="ltr" data-now="2026-11-21T12:20:00\.000Z">/)
    assert.ok(text.includes(`<script type="module" src="${assetPath('shop.js')}"></script></head>`))
    assert.ok(shown({ script: 'auction.js' }).includes(`<script type="module" src="${assetPath('auction.js')}"></script></head>`))
    assert.match(text, /<p class="unseen" role="status" aria-live="polite" data-live data-offline="Nu ai conexiune[^"]*"><\/p>/)
    assert.match(text, /<a class="tab" href="\/cart" data-cart-open>/)
    assert.match(
      text,
      /<cart-badge class="badge" count="3"><span data-count>3<\/span><span class="unseen" data-unit[^>]*> articole<\/span><\/cart-badge>/,
    )
    assert.match(
      text,
      /<cart-drawer src="\/cart\/drawer" page="\/cart"><dialog aria-labelledby="drawer-title">[\s\S]*<div data-body><\/div><\/dialog><\/cart-drawer>/,
    )
    assert.match(
      text,
      /<h2 id="drawer-title" tabindex="-1">[\s\S]*<button type="button" class="close" data-close aria-label="Închide coșul">/,
    )
  })

  it('begins the name of the cart link with what is to be seen', () => {
    const link = /data-cart-open>([\s\S]*?)<\/a>/.exec(shown())?.[1] ?? ''
    assert.equal(link.replace(/<[^>]*>/g, ''), 'Coș 3 articole')
    assert.match(
      String(layout(context('', { count: 20 }), { title: '', main: '' })),
      /<span data-count>20<\/span><span class="unseen" data-unit[^>]*> de articole</,
    )
  })

  it('loads both fonts early, and no more than two files', () => {
    assert.equal(shown().split('rel="preload"').length - 1, 2)
    for (const name of ['fonts/instrument-sans-latin.woff2', 'fonts/fraunces-latin.woff2'])
      assert.ok(shown().includes(`rel="preload" href="${assetPath(name)}"`))
  })

  it('leaves the drawer out where it is told to, and the rest of the header on a page to be finished', () => {
    assert.doesNotMatch(shown({ drawer: false }), /cart-drawer|<dialog/)
    assert.match(shown({ drawer: false }), /data-cart-open/)
    const small = shown({ back: { path: '/cart', label: 'Înapoi la coș' } })
    assert.doesNotMatch(small, /cart-drawer|role="search"|data-cart-open|href="\/auctions"/)
    assert.match(small, /<a class="logo" href="\/">revers<\/a><a class="tab" href="\/cart">/)
    assert.match(small, /data-live/)
  })

  it('marks the page one is on', () => {
    const marked = (path: string): string[] =>
      [...shown({}, context('', { path })).matchAll(/<a class="tab" href="([^"]*)"[^>]*aria-current="page"/g)].map(([, href = '']) => href)
    assert.deepEqual(marked('/auctions?cursor=1'), ['/auctions'])
    assert.deepEqual(marked('/account'), ['/account'])
    assert.deepEqual(marked('/'), [])
  })

  it('says what the request before did: done politely, refused at once', () => {
    assert.match(shown({}, context('Gata')), /<main[^>]*><p class="flash ok" role="status">[\s\S]*?<span>Gata<\/span><\/p>/)
    assert.match(
      shown({}, context('', { flash: { kind: 'error', text: 'Nu' } })),
      /<p class="flash error" role="alert">[\s\S]*?<span>Nu<\/span><\/p>/,
    )
  })
})

describe('a form that comes back', () => {
  const form = { values: { email: 'ana@', password: 'secret' }, errors: [{ field: 'email', code: 'email' }], refusal: null }

  it('says so in the title, takes the focus to its list of faults and keeps what was typed, but for the password', () => {
    for (const page of [loginPage, registerPage]) {
      const text = String(page(context(), { next: '/', form }))
      assert.match(text, /<title>Eroare: /)
      assert.match(text, /<div class="faults" role="alert" tabindex="-1" autofocus><h2>Există o problemă<\/h2>/)
      assert.match(text, /<a href="#email">/)
      assert.match(text, /id="email"[^>]* value="ana@"[^>]* aria-describedby="email-error" aria-invalid="true"/)
      assert.ok(!text.includes('secret'))
    }
  })

  it('lists the faults in the order of the boxes, however the checks found them', () => {
    const faults = ['password', 'name', 'elsewhere', 'email'].map((field) => ({ field, code: 'required' }))
    const text = String(registerPage(context(), { next: '/', form: { ...form, errors: faults } }))
    assert.deepEqual(
      [...text.matchAll(/<li><a href="#(\w+)">/g)].map(([, name]) => name),
      ['elsewhere', 'name', 'email', 'password'],
    )
  })

  it('takes no focus and says nothing of errors when it is new', () => {
    for (const page of [loginPage, registerPage])
      assert.doesNotMatch(String(page(context(), { next: '/', form: EMPTY_FORM })), /autofocus|Eroare|aria-invalid/)
  })

  it('tells browsers what the boxes are for', () => {
    assert.match(
      String(loginPage(context(), { next: '/', form: EMPTY_FORM })),
      /autocomplete="username"[\s\S]*autocomplete="current-password"/,
    )
    assert.match(
      String(registerPage(context(), { next: '/', form: EMPTY_FORM })),
      /autocomplete="name"[\s\S]*autocomplete="username"[\s\S]*autocomplete="new-password"/,
    )
  })
})

describe('an error page', () => {
  it('has a title and a sentence of its own for each status, in every language, and a way on', () => {
    for (const locale of CHOOSABLE) {
      const texts = [403, 404, 409, 410, 429, 500, 503].map((status) => {
        const text = String(errorPage(context('', { locale }), { status, refusal: null }))
        assert.match(text, /<a class="button" href="\/">/)
        const [, title, sentence] = /<h1>(.*?)<\/h1><p>(.*?)<\/p>/.exec(text) ?? []
        assert.ok(title && sentence, `${status} ${locale}`)
        return title
      })
      assert.equal(new Set(texts).size, texts.length)
    }
  })

  it('offers to try again only where that may help', () => {
    const page = (again?: string): string => String(errorPage(context(), { status: 503, refusal: null, again }))
    assert.match(page('/p/garment/1?a=1&b=2'), /<a class="button" href="\/p\/garment\/1\?a=1&amp;b=2">Încearcă din nou<\/a>/)
    assert.doesNotMatch(page(), /Încearcă din nou<\/a>/)
  })
})

describe('the mirrored locale', () => {
  it('is right to left, and no page offers it', () => {
    const text = shown({}, context('', { locale: 'ar-XB' }))
    assert.match(text, /<html lang="ar-XB" dir="rtl"/)
    assert.doesNotMatch(text, /value="ar-XB"/)
  })

  it('turns every text of the catalogues round, those its functions make as well', () => {
    const turned = turnedRound({ a: 'x', b: { c: (count: number) => `${count} y` }, d: 7, e: '', f: null })
    assert.equal(turned.a, '\u202ex\u202c')
    assert.equal(turned.b.c(2), '\u202e2 y\u202c')
    assert.deepEqual([turned.d, turned.e, turned.f], [7, '', null])
    assert.equal(messagesOf('ar-XB').frame.items(1), '\u202e1 item\u202c')
    for (const text of [refusalText('item_sold', {}, 'ar-XB'), refusalText('no_such_code', {}, 'ar-XB'), noticeText('merged', {}, 'ar-XB')])
      assert.match(text, /^\u202e.*\u202c$/s)
    assert.equal(inLocales('da', 'yes')['ar-XB'], '\u202eyes\u202c')
  })

  it('leaves no mark open: what is turned round ends where it began', () => {
    for (const text of [
      shown({}, context('', { locale: 'ar-XB' })),
      String(errorPage(context('', { locale: 'ar-XB' }), { status: 404, refusal: null })),
    ]) {
      for (const [piece] of text.matchAll(/[^<>]+/g)) assert.equal(piece.split('\u202e').length, piece.split('\u202c').length, piece)
    }
  })

  it('leaves amounts as they are', () => {
    assert.equal(formatAmount('12.00', 'RON', 'ar-XB'), formatAmount('12.00', 'RON', 'en'))
  })
})
