/** Builds elements of the page. Text stays text: neither this code nor the page's policy lets it become markup. */

const SVG = 'http://www.w3.org/2000/svg';

type Child = Node | string;

/** An element of the page's own HTML. */
export function byId(id: string): HTMLElement;
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type;
export function byId(id: string, type: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} #${id}`);
  return found;
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

export function button(label: string, className: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', className, label);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}

/** A drawing from the page's HTML, hidden from screen readers. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

export function setText(target: Node, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** Shows one item. Created once and then only updated, so that focus and selection stay. */
export interface View<Item> {
  readonly root: HTMLElement;
  update(item: Item): void;
}

/** Keeps the children of a list in step with its items, by their keys. */
export function keyedList<Item>(
  list: HTMLElement,
  keyOf: (item: Item) => string | number,
  create: (item: Item) => View<Item>,
): (items: readonly Item[]) => void {
  const views = new Map<string | number, View<Item>>();
  const shown = new Map<string | number, Item>();
  return (items) => {
    const keys = new Set(items.map(keyOf));
    for (const [key, view] of views) {
      if (keys.has(key)) continue;
      view.root.remove();
      views.delete(key);
      shown.delete(key);
    }
    let next = list.firstElementChild;
    for (const item of items) {
      const key = keyOf(item);
      const view = views.get(key) ?? create(item);
      views.set(key, view);
      // An item never changes; a new one replaces it.
      if (shown.get(key) !== item) view.update(item);
      shown.set(key, item);
      // Moving an element takes the focus from it, so only what is in the wrong place moves.
      if (view.root === next) next = next.nextElementSibling;
      else list.insertBefore(view.root, next);
    }
  };
}
