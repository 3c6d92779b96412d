// Fills the Smart Forms renderer in, as a person would: by typing and clicking. Its
// elements carry their link id; of a group that repeats, those of its nth time are the
// nth on the page.

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const place = (link) => `[data-linkid=${JSON.stringify(link)}][data-test$="-box"]`;

/** Fills in the items of a response, which say what is to be answered. */
export async function fill(page, items, options, time = 1) {
  const count = {};
  for (const item of items) {
    const n = (count[item.linkId] = (count[item.linkId] || 0) + 1);
    if (n > 1) await another(page, item.linkId);
    if (item.item) await unfold(page, options[item.linkId].text);
    const several = items.filter((i) => i.linkId === item.linkId).length > 1;
    for (const answer of item.answer || []) {
      await give(page, item.linkId, time - 1, answer, options);
      await fill(page, answer.item || [], options, time);
    }
    await fill(page, item.item || [], options, several ? n : time);
  }
}

// nth is the nth element of a selector; it waits until there is one.
async function nth(page, selector, n) {
  for (let tries = 0; tries < 60; tries++) {
    const all = await page.$$(selector);
    if (all.length > n) {
      await all[n].evaluate((e) => e.scrollIntoView({ block: "center" }));
      return all[n];
    }
    await pause(100);
  }
  throw new Error(`Smart Forms does not show ${selector} ${n + 1} times`);
}

async function press(page, handle) {
  await handle.evaluate((e) => e.click());
  await pause(120);
}

// another asks for a group once more.
async function another(page, link) {
  const button = await page.evaluateHandle((link) => {
    const group = [...document.querySelectorAll(`[data-linkid=${JSON.stringify(link)}]`)].at(-1);
    for (let e = group; e; e = e.parentElement) {
      const add = [...e.querySelectorAll("button")].filter((b) => /add item/i.test(b.textContent + b.getAttribute("aria-label")));
      if (add.length > 0) return add.at(-1) && add[0];
    }
    return null;
  }, link);
  if (!button.asElement()) throw new Error(`Smart Forms has no button for another ${link}`);
  await press(page, button.asElement());
}

// unfold opens a group that is closed at first: until then only its heading is there.
async function unfold(page, heading) {
  await page.evaluate((heading) => {
    const closed = [...document.querySelectorAll("button[aria-expanded=false]")].find((b) => b.textContent.includes(heading));
    if (closed) closed.click();
  }, heading);
  await pause(300);
}

async function type(page, box, selector, text) {
  const field = await box.waitForSelector(selector, { timeout: 5000 });
  await field.click({ clickCount: 3 });
  await page.keyboard.sendCharacter(text);
  await pause(60);
  await page.keyboard.press("Tab");
  await pause(420); // it takes what was typed a moment later
}

async function give(page, link, n, answer, options) {
  const box = await nth(page, place(link), n);
  if (answer.valueCoding) {
    const { system, code } = answer.valueCoding;
    const choice = await box.$(`input[type=radio][value=${JSON.stringify(code)}], input[type=checkbox][value=${JSON.stringify(code)}]`);
    if (choice) return press(page, choice);
    await type(page, box, "input", options[link].find((o) => o.code === code && o.system === system).display);
    return;
  }
  if (answer.valueDate) return type(page, box, "input", answer.valueDate.split("-").reverse().join("/"));
  if (answer.valueQuantity) {
    await type(page, box, "input[id^='quantity-']", String(answer.valueQuantity.value));
    const unit = await box.$("input[id*='unit'], input[role=combobox]");
    if (unit) {
      await unit.click();
      await page.keyboard.sendCharacter(answer.valueQuantity.unit);
      await pause(200);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await pause(300);
    }
    return;
  }
  await type(page, box, "input, textarea", String(answer.valueString ?? answer.valueDecimal ?? answer.valueInteger));
}
