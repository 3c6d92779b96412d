// Fills LHC-Forms in, as a person would: by typing and clicking. Its elements are
// named by the link id and the count of each group above.

const quoted = (id) => `[id=${JSON.stringify(id)}]`;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Fills in the items of a response, which say what is to be answered. */
export async function fill(page, items, questions, above = "") {
  const count = {};
  for (const item of items) {
    const n = (count[item.linkId] = (count[item.linkId] || 0) + 1);
    const id = `${item.linkId}${above}/${n}`;
    if (n > 1) await click(page, `add-${item.linkId}${above}/${n - 1}`);
    for (const answer of item.answer || []) {
      await give(page, id, item.linkId, answer, questions);
      await fill(page, answer.item || [], questions, `${above}/${n}`);
    }
    await fill(page, item.item || [], questions, `${above}/${n}`);
  }
}

async function click(page, id) {
  const e = await page.waitForSelector(quoted(id), { timeout: 10000 }).catch(() => {
    throw new Error(`LHC-Forms does not show ${id}`);
  });
  await e.evaluate((e) => e.scrollIntoView({ block: "center" }));
  await e.click();
}

async function type(page, selector, text, leave = "Tab") {
  const e = await page.waitForSelector(selector, { timeout: 10000 }).catch(() => {
    throw new Error(`LHC-Forms does not show ${selector}`);
  });
  await e.evaluate((e) => e.scrollIntoView({ block: "center" }));
  await e.click({ clickCount: 3 });
  await page.keyboard.sendCharacter(text); // at once: each letter would have the whole form looked through
  await pause(50);
  await page.keyboard.press(leave);
}

// pick chooses from the list that opens while the name is typed. The list is made anew
// while it is looked at.
async function pick(page, selector, text) {
  await type(page, selector, text, "End"); // a key, for it to look at what was typed
  for (let tries = 0; tries < 200; tries++) {
    const found = await page.evaluateHandle((text) => [...document.querySelectorAll("#completionOptions li")].find((o) => o.textContent.replace(/^\d+:/, "").trim() === text) || null, text);
    if (found.asElement() && (await found.asElement().click().then(() => true, () => false))) {
      await pause(50);
      if ((await page.$eval(selector, (f) => f.value)).trim() === text || !(await page.$("#completionOptions li"))) break;
    }
    await pause(50);
    if (tries === 199) throw new Error(`LHC-Forms does not offer ${text}`);
  }
  await page.keyboard.press("Tab");
}

async function give(page, id, link, answer, questions) {
  if (answer.valueCoding) {
    const { system, code } = answer.valueCoding;
    const label = `${id}|${system}|${code}`;
    if (await page.$(quoted(label))) return click(page, label);
    return pick(page, quoted(id), questions[link].options.find((o) => o.code === code && o.system === system).display);
  }
  if (answer.valueDate) {
    const [year, month, day] = answer.valueDate.split("-");
    return type(page, `${quoted(id)} input`, `${month}/${day}/${year}`, "Enter");
  }
  if (answer.valueQuantity) {
    await type(page, quoted(id), String(answer.valueQuantity.value));
    const unit = await page.$(quoted(`unit_${id}`));
    if (unit && (await unit.evaluate((u) => !u.readOnly && !u.disabled))) await pick(page, quoted(`unit_${id}`), answer.valueQuantity.unit);
    return;
  }
  await type(page, quoted(id), String(answer.valueString ?? answer.valueDecimal ?? answer.valueInteger));
}
