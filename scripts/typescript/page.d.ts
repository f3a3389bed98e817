// What pages find around them.

// BX24.js is loaded at run time from Bitrix24's own address; its names are checked in the browser tests.
declare const BX24: any;
interface Window {
  BX24: any;
}

// Elements are found by attributes that the templates fix: the type of what is found is the template's business.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Element {
  closest(selectors: string): any;
}
interface Document {
  getElementById(id: string): any;
}
interface EventTarget {
  closest(selectors: string): any;
}
