// Checks for pages in forced colours, and for pages with reduced motion. Each check returns the faults.
window.modes = (() => {
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getClientRects().length > 0;
  const seen = (css) => Array.from(document.querySelectorAll(css)).filter(isSeen);
  const told = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const isClear = (color) => color === "transparent" || /^rgba\(.*, 0\)$/.test(color);
  const dialog = () => document.querySelector("dialog[open]");
  /** Elements behind an open dialog cannot be reached. */
  const isReached = (one) => !dialog() || dialog().contains(one);

  /** The ancestor that cuts off an outline around the element; null if none does. */
  const cutter = (one, room) => {
    const ring = one.getBoundingClientRect();
    for (let around = one.parentElement; around && around !== document.documentElement; around = around.parentElement) {
      const style = getComputedStyle(around);
      const box = around.getBoundingClientRect();
      const shows = (from, to, low, high) => from - room >= low - 1 && to + room <= high + 1;
      // An element outside the visible part of its ancestor was scrolled away, which is not a fault.
      const isInside = ring.left >= box.left - 1 && ring.right <= box.right + 1 && ring.top >= box.top - 1 && ring.bottom <= box.bottom + 1;
      const cutsX = style.overflowX !== "visible" && !shows(ring.left, ring.right, box.left, box.right);
      const cutsY = style.overflowY !== "visible" && !shows(ring.top, ring.bottom, box.top, box.bottom);
      if (isInside && (cutsX || cutsY)) {
        return around;
      }
    }
    return null;
  };

  const STOPS = 'button, a[href], input, textarea, select, summary, [tabindex="0"]';

  /** Every focusable element shows its whole outline. */
  function focus() {
    const before = document.activeElement;
    window.focus();
    // All rows of a list are alike, so the first ones are enough.
    const stops = seen(STOPS).filter((one) => isReached(one) && !one.disabled && !one.closest("tr:nth-child(n + 4)"));
    const faults = stops.flatMap((one) => {
      one.focus({ preventScroll: true, focusVisible: true });
      const style = getComputedStyle(one);
      const width = parseFloat(style.outlineWidth);
      if (document.activeElement !== one) {
        return [];
      }
      if (style.outlineStyle === "none" || width < 2 || isClear(style.outlineColor)) {
        return [`no outline: ${told(one)}`];
      }
      const cut = cutter(one, width + parseFloat(style.outlineOffset));
      return cut ? [`the outline is cut: ${told(one)} in ${told(cut).slice(0, 60)}`] : [];
    });
    before?.focus({ preventScroll: true });
    return faults;
  }

  const LOOK = ["borderTopStyle", "borderTopWidth", "borderTopColor", "borderInlineStartStyle", "borderInlineStartWidth",
    "borderInlineStartColor", "borderBottomWidth", "borderBottomColor", "backgroundColor", "color", "outlineStyle", "outlineWidth",
    "outlineColor", "textDecorationLine"];
  const look = (one) => [one, one.firstElementChild].filter(Boolean)
    .map((part) => LOOK.map((name) => getComputedStyle(part)[name]).join()).join("|");

  /** Selected elements differ from others by more than the background, which the system may remove. */
  function states() {
    document.activeElement?.blur();
    const pairs = [
      ["tr[data-chosen]", "tr[data-contact-id]:not([data-chosen])"],
      ['[role="tab"][aria-selected="true"]', '[role="tab"][aria-selected="false"]'],
      ['.ce-chip[aria-pressed="true"]', '.ce-chip[aria-pressed="false"]'],
      [".ce-sections__item[aria-current]", ".ce-sections__item:not([aria-current])"],
      ['.ce-button--link[aria-pressed="true"]', '.ce-button--link[aria-pressed="false"]'],
    ];
    return pairs.flatMap(([on, off]) => {
      const [one] = seen(on).filter((found) => !found.matches(":hover"));
      const [other] = seen(off).filter((found) => !found.matches(":hover"));
      return one && other && look(one) === look(other) ? [`looks like any other: ${told(one)}`] : [];
    });
  }

  const hasBorder = (one) => {
    const style = getComputedStyle(one);
    return style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1 && !isClear(style.borderTopColor);
  };

  /** Buttons, panels and notices have a border. */
  function edges() {
    const edged = "button:not([role=menuitem], [role=option], .ce-views__open, .ce-menu__item), .ce-card, .ce-dialog, .ce-popup, " +
      ".ce-menu__list, .ce-notice, .ce-bar:not(.ce-settings:not([data-bar]) *), .ce-filters, .ce-segments, .ce-input";
    return seen(edged).filter((one) => !hasBorder(one)).map((one) => `no border: ${told(one)}`);
  }

  /** Icons have the colour of the text around them. Parts with a meaning by colour keep their colour. */
  function drawings() {
    const icons = seen("svg.ce-icon, svg.ce-empty__icon, .ce-spinner").filter((one) => !one.closest("a.ce-public__brand"))
      .filter((one) => getComputedStyle(one).color !== getComputedStyle(one.parentElement).color);
    const canvas = getComputedStyle(document.body).backgroundColor;
    const parts = seen('.ce-segments > :not([data-tone="open"])').filter((one) => {
      const { backgroundColor, backgroundImage } = getComputedStyle(one);
      return backgroundImage === "none" && (isClear(backgroundColor) || backgroundColor === canvas);
    });
    const bars = seen(".ce-chart__bar").filter((one) => getComputedStyle(one).fill === canvas);
    return [...icons.map((one) => `another colour than its text: ${told(one)}`), ...[...parts, ...bars].map((one) => `not visible: ${told(one)}`)];
  }

  /** Animations that last longer than a hundredth of a second. */
  const moving = () => document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime > 10)
    .map((one) => `${one.animationName ?? one.transitionProperty}: ${told(one.effect.target)}`);

  /** Title and buttons of the open dialog that are not fully visible. */
  const unseen = () => new Promise((done) => {
    const parts = ["confirm-title", "confirm-delete", "confirm-cancel"].map((id) => document.getElementById(id)).filter(isSeen);
    Promise.all(parts.map((part) => new Promise((tell) => {
      new IntersectionObserver(([entry], own) => {
        own.disconnect();
        tell(entry.intersectionRatio < 0.98 ? [`${part.id} is not visible: ${entry.intersectionRatio}`] : []);
      }).observe(part);
    }))).then((found) => done(found.flat()));
  });

  return { forced: () => [...focus(), ...states(), ...edges(), ...drawings()], moving, unseen };
})();
