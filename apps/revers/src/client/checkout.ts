// The script of checkout: that of every page, and its own.
import './shop.ts'
import './checkout-live.ts'
