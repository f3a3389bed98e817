// The simulator's pages are tools for tests: elements are found by attributes that its own markup fixes, and what is
// found is taken for what it is. The application's pages are checked without this file.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Element {
  closest(selectors: string): any;
}
interface EventTarget {
  closest(selectors: string): any;
}
interface Document {
  getElementById(id: string): any;
}
interface Window {
  BX24: any;
}
