// The simulator's pages are tools for tests. They find elements by attributes of their own markup, so the type of a found
// element is not checked. The application's pages are checked without this file.
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
