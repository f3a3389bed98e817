//! Measures the page's scripts when 100,000 contacts match and a job has 100,000. For each user action it prints the
//! browser's time in scripts, the time for styles and layout, and the total, which includes drawing and the driver's
//! own calls. Work after an answer of the service counts only partly, in the total. Nothing is asserted: the numbers
//! depend on the machine.
#![expect(clippy::print_stdout, reason = "a benchmark prints its numbers")]

#[expect(dead_code, reason = "this benchmark uses only some functions of the driver")]
#[expect(clippy::unwrap_used, clippy::expect_used, reason = "a browser that does not answer ends the run")]
#[path = "../tests/suite/browser/driver.rs"]
mod driver;
#[expect(dead_code, reason = "this benchmark does not count calls")]
mod shared;

use portal_sim::Sim;
use serde_json::{Value, json};

use driver::{Browser, DESKTOP};
use shared::{Bench, resident_memory};

const CONTACTS: usize = 100_000;
const ROUNDS: usize = 5;
const FRAME: &str = "desktop-app-frame";
const READY: &str = "body[data-testid='app-ready']";
const RESTS: &str = "document.querySelector('#contacts').getAttribute('aria-busy') === 'false'";

/// A user action: its name, the script that starts it, and the condition that holds when it is done.
struct Step {
    name: &'static str,
    acts: &'static str,
    done: &'static str,
}

const fn step(name: &'static str, acts: &'static str, done: &'static str) -> Step {
    Step { name, acts, done }
}

/// Actions in the list. After each, the page is in a state from which the actions can be repeated.
const LIST: [Step; 10] = [
    step("search", "search('a')", "shown() > 0"),
    step("clear the search", "search('')", "shown() === 50"),
    step("next page", "click('page-next')", "shown() === 50"),
    step("sort", "document.querySelector('[data-sort=created]').click()", "shown() === 50"),
    step("select the page", "click('select-page')", "checked() === 50"),
    step("select all", "click('select-all-matching')", "says('100,000')"),
    step("untick one", "one('contact-select').click()", "says('99,999')"),
    step("open the dialog", "click('delete-selected')", "asked()"),
    step("close the dialog", "click('confirm-cancel')", "!document.querySelector('dialog[open]')"),
    step("let all go", "click('select-none')", "checked() === 0"),
];

const JOB: [Step; 6] = [
    step("open the jobs", "click('tab-jobs')", "one('job-row') !== null"),
    step("a progress event", "window.progress()", "one('job-line').textContent.includes(window.told)"),
    step("open the contacts", "click('job-items')", "items() > 0"),
    step("more contacts", "more()", "items() > window.before"),
    step("close the contacts", "click('job-items')", "items() === 0"),
    step(
        "open the history",
        "click('tab-history')",
        "document.getElementById('panel-history').checkVisibility()",
    ),
];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let bench = Bench::start(Sim::builder().contacts(CONTACTS).no_bucket()).await?;
    // All frames run in one process, so that one clock counts for all.
    let browser = Browser::start_as(DESKTOP, json!({}), &["--disable-site-isolation-trials"]).await;
    browser.goes_to(&format!("{}/", bench.portal.origin())).await;
    browser.runs("document.cookie = 'sim_user=1; path=/'").await;
    browser.goes_to(&format!("{}/", bench.portal.origin())).await;
    browser.clicks("desktop-menu-app").await;
    browser.enters(FRAME, READY).await;
    browser.finds("contact-row").await;
    browser.devtools("Performance.enable", json!({})).await;
    browser.runs(include_str!("shared/fluent.js")).await;
    println!(
        "{:<22} {:>12} {:>12} {:>12} {:>12} {:>8}",
        "", "scripts, ms", "worst, ms", "layout, ms", "all, ms", "nodes"
    );
    measures(&browser, &LIST).await;
    browser.runs("pretendsAJob()").await;
    measures(&browser, &JOB).await;
    println!("\nmemory of service and simulator together: {}", resident_memory());
    browser.ends().await;
    Ok(())
}

/// What the browser has counted so far.
struct Counted {
    script: f64,
    task: f64,
    layout: f64,
    nodes: f64,
}

async fn counts(browser: &Browser) -> Counted {
    let answer = browser.devtools("Performance.getMetrics", json!({})).await;
    let metrics = answer["metrics"].as_array().cloned().unwrap_or_default();
    let of = |name: &str| {
        metrics.iter().find(|one| one["name"] == name).and_then(|one| one["value"].as_f64()).unwrap_or(0.0)
    };
    Counted {
        script: of("ScriptDuration"),
        task: of("TaskDuration"),
        layout: of("LayoutDuration") + of("RecalcStyleDuration"),
        nodes: of("Nodes"),
    }
}

/// Runs the steps in order several times and prints the cost of each.
async fn measures(browser: &Browser, steps: &[Step]) {
    let mut costs: Vec<Vec<Counted>> = steps.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for (step, costs) in steps.iter().zip(&mut costs) {
            let before = counts(browser).await;
            browser.runs(step.acts).await;
            let done = format!("return Boolean({}) && {RESTS}", step.done);
            browser.until(step.name, async || browser.runs(&done).await == Value::Bool(true)).await;
            browser.settles().await;
            let after = counts(browser).await;
            costs.push(Counted {
                script: after.script - before.script,
                task: after.task - before.task,
                layout: after.layout - before.layout,
                nodes: after.nodes - before.nodes,
            });
        }
    }
    for (step, costs) in steps.iter().zip(&mut costs) {
        costs.sort_unstable_by(|one, other| one.script.total_cmp(&other.script));
        let (middle, worst) = (&costs[costs.len() / 2], &costs[costs.len() - 1]);
        println!(
            "{:<22} {:>12.1} {:>12.1} {:>12.1} {:>12.1} {:>8.0}",
            step.name,
            middle.script * 1000.0,
            worst.script * 1000.0,
            middle.layout * 1000.0,
            middle.task * 1000.0,
            middle.nodes
        );
    }
}
