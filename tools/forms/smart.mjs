// Fills the Smart Forms renderer in, as a person would: by typing and clicking. Its
// boxes carry their link id; those of a group's nth time lie in the nth box of the group.

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const quoted = (link) => JSON.stringify(link);

/** Fills in the items of a response, which say what is to be answered. */
export async function fill(page, items, questions, scope = null) {
  scope ||= await page.$("#form");
  const count = {};
  for (const item of items) {
    const n = (count[item.linkId] = (count[item.linkId] || 0) + 1);
    const question = questions[item.linkId];
    if (question.type === "group") {
      if (n > 1) await press(await found(scope, adder, item.linkId, `a button for another ${item.linkId}`));
      const group = await found(scope, groupOf, { link: item.linkId, n, heading: question.text, repeats: question.repeats }, `${item.linkId} ${n}`);
      await fill(page, item.item || [], questions, group);
      if (n === items.filter((i) => i.linkId === item.linkId).length) if (await scope.evaluate(fold, question.text)) await pause(300);
      continue;
    }
    for (const [m, answer] of (item.answer || []).entries()) {
      for (let tries = 1; ; tries++) { // a box that is drawn anew meanwhile is looked for again
        try {
          await give(page, await found(scope, boxOf, item.linkId, item.linkId), answer, question, m);
          break;
        } catch (e) {
          if (tries === 4) throw new Error(`${item.linkId}: ${e.message}`);
        }
      }
      // What lies below an answer stands beside its question, in the same group.
      await fill(page, answer.item || [], questions, scope);
    }
    await fill(page, item.item || [], questions, scope);
  }
}

// found waits for an element that a function looks for in the page.
async function found(scope, look, about, called) {
  for (let tries = 0; tries < 80; tries++) {
    const handle = (await scope.evaluateHandle(look, about)).asElement();
    if (handle) return handle;
    await pause(50);
  }
  throw new Error(`Smart Forms does not show ${called}`);
}

const boxOf = (scope, link) =>
  [...scope.querySelectorAll(`[data-linkid=${JSON.stringify(link)}][data-test$="-box"]`)].find((e) => !e.closest('[aria-hidden="true"]')) || null;

// groupOf is the nth box of a group; one that is folded is opened on the way, and has no
// box of its own where it does not repeat.
const groupOf = (scope, { link, n, heading, repeats }) => {
  const boxes = scope.querySelectorAll(`[data-test="q-item-group-box"][data-linkid=${JSON.stringify(link)}]`);
  if (boxes[n - 1]) return boxes[n - 1];
  const head = [...scope.querySelectorAll("button[aria-expanded]")].find((b) => b.textContent.trim() === heading.trim());
  if (head?.getAttribute("aria-expanded") === "false") head.click();
  else if (head && !repeats) return head.closest(".MuiAccordion-root").querySelector(".MuiCollapse-root");
  return null;
};

// fold closes a group again: what is folded is not drawn anew at every answer.
const fold = (scope, heading) => {
  const head = [...scope.querySelectorAll("button[aria-expanded=true]")].find((b) => b.textContent.trim() === heading.trim());
  head?.click();
  return !!head;
};

// adder is the button that asks for a group once more.
const adder = (scope, link) => {
  const group = [...scope.querySelectorAll(`[data-linkid=${JSON.stringify(link)}]`)].at(-1);
  for (let e = group?.parentElement; e; e = e.parentElement) {
    const add = [...e.querySelectorAll("[data-test=button-add-repeat-item]")].filter((b) => !group.contains(b));
    if (add.length > 0) return add.at(-1);
  }
  return null;
};

// pressTries is how often press looks again: some six seconds, on a busy machine more.
const pressTries = 60;

// press waits until what is to be pressed stands still: folding moves all below it. Given
// a way to find it, it is found anew each time, for the program may have drawn it anew.
async function press(what) {
  for (let tries = 0; ; tries++) {
    try {
      const handle = typeof what === "function" ? await what() : what;
      await handle.evaluate((e) => e.scrollIntoView({ block: "center" }));
      const before = await handle.boundingBox();
      await pause(20);
      const after = await handle.boundingBox();
      if (before && after && before.y === after.y) return await handle.click();
    } catch (e) {
      if (tries === pressTries) throw e;
    }
    if (tries === pressTries) throw new Error("Smart Forms does not come to rest");
    await pause(80);
  }
}

// A moment after typing it takes what was typed; an answer that comes in between is lost.
// The page's own clock is waited for: on a busy machine it falls behind that of this program.
const settled = (page) => page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), 340)));

// type types into a field and looks whether it stayed there: what was drawn anew meanwhile
// is typed again by the caller.
async function type(page, field, text) {
  await field.click({ clickCount: 3 });
  await page.keyboard.sendCharacter(text);
  await settled(page);
  const kept = await field.evaluate((f) => (f.isConnected ? f.value : "a field that is gone"));
  if (kept !== text) throw new Error(`typed ${text}, found ${kept}`);
}

async function pick(page, field, text) {
  await field.click();
  await field.evaluate((f) => f.select());
  await page.keyboard.sendCharacter(text);
  const option = await found(await page.$("body"), (body, text) => [...body.querySelectorAll("[role=option]")].find((o) => o.textContent.trim() === text) || null, text, `the option ${text}`);
  await press(option);
}

async function give(page, box, answer, question, m) {
  if (answer.valueCoding) {
    const { system, code } = answer.valueCoding;
    const find = () => box.$(`input[type=radio][value=${quoted(code)}], input[type=checkbox][value=${quoted(code)}]`);
    if (await find()) {
      await press(find);
      const choice = await find();
      if (await choice.evaluate((c) => c.type === "radio" && !c.checked)) await press(find); // the page moved under the pointer
      return;
    }
    const fields = await box.$$("input");
    if (m >= fields.length) {
      await press(await box.$("[data-test=button-add-repeat-item]"));
      await pause(250);
    }
    return pick(page, (await box.$$("input"))[m], question.options.find((o) => o.code === code && o.system === system).display);
  }
  if (answer.valueDate) return type(page, await box.$("input"), answer.valueDate.split("-").reverse().join("/"));
  if (answer.valueQuantity) {
    const { value, comparator, unit } = answer.valueQuantity;
    if (comparator) await pick(page, await box.$("[data-test=q-item-quantity-comparator] input"), comparator);
    await type(page, await box.$("[data-test=q-item-quantity-field] input, input[data-test=q-item-quantity-field]"), String(value));
    const units = await box.$("[data-test=q-item-unit-field] input");
    if (units && unit && (await units.evaluate((u) => u.value)) !== unit) await pick(page, units, unit);
    return;
  }
  await type(page, await box.$("input, textarea"), String(answer.valueString ?? answer.valueDecimal ?? answer.valueInteger));
}
