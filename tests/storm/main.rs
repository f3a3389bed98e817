//! The storm: people, portals and processes do at random what they can do, in one thread and on a clock that moves only
//! when everybody waits. After each run the simulator's ground truth is held against what the application says.
//!
//! `cargo test --test storm` runs a fixed set of seeds. The environment asks for more: `STORM_SEED=N` runs one and shows
//! it step by step (`STORM_KEEP=0,4,9` with these of its steps only, `STORM_LOG=1` with its log), `STORM_RUNS=N` runs so many from `STORM_FROM` on,
//! `STORM_SECONDS=N` runs on for so long; both stop after `STORM_FAILURES` (20). A seed that fails is cut down to the steps that are needed, and printed.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a storm tells how it goes")]

mod calm;
mod check;
mod clock;
mod disk;
mod draw;
mod log;
mod plan;
mod process;
mod run;
mod shrink;
mod steps;
mod wire;
mod wishes;
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use plan::Plan;
use run::{Outcome, run};

/// Seeds of an ordinary test run.
const USUAL: u64 = 90;

fn text(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "how a person asks this test for more")]
    std::env::var(name).ok()
}

fn number(name: &str) -> Option<u64> {
    text(name)?.parse().ok()
}

/// Says what failed, and which of its steps are needed for that.
fn tell(seed: u64, outcome: &Outcome) {
    println!("seed {seed}: {:?}", outcome.faults);
    let plan = Plan::draw(seed);
    let kept = shrink::shrink(&plan);
    let places: Vec<String> = kept.iter().map(usize::to_string).collect();
    println!("needed: STORM_SEED={seed} STORM_KEEP={}: {:#?}", places.join(","), plan.keeping(&kept));
}

/// Runs one seed and shows it.
fn show(seed: u64) {
    let plan = text("STORM_KEEP").map_or_else(
        || Plan::draw(seed),
        |kept| {
            Plan::draw(seed).keeping(&kept.split(',').filter_map(|at| at.parse().ok()).collect::<Vec<_>>())
        },
    );
    println!("{plan:#?}");
    let outcome = run(&plan);
    if text("STORM_LOG").is_some() {
        println!("{}", log::text());
    }
    println!("{outcome:#?}");
    process::forget_template();
    assert!(outcome.faults.is_empty());
}

#[test]
fn whatever_happens_the_truth_is_told() {
    if let Some(seed) = number("STORM_SEED") {
        return show(seed);
    }
    let first = number("STORM_FROM").unwrap_or(0);
    let until = number("STORM_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let last = number("STORM_RUNS").map(|runs| first + runs);
    let last = if until.is_some() { last.unwrap_or(u64::MAX) } else { last.unwrap_or(first + USUAL) };
    let most_failures = usize::try_from(number("STORM_FAILURES").unwrap_or(20)).unwrap();
    let threads = number("STORM_THREADS").unwrap_or(1);
    let (next, began) = (AtomicU64::new(first), Instant::now());
    let failed: Mutex<Vec<(u64, Outcome)>> = Mutex::default();
    let (runs, deleted, created) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let lasted = Mutex::new(Duration::ZERO);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    let is_over = until.is_some_and(|until| Instant::now() > until);
                    if seed >= last || is_over || failed.lock().unwrap().len() >= most_failures {
                        return;
                    }
                    let outcome = run(&Plan::draw(seed));
                    runs.fetch_add(1, Ordering::SeqCst);
                    deleted.fetch_add(outcome.deleted, Ordering::SeqCst);
                    created.fetch_add(outcome.created, Ordering::SeqCst);
                    *lasted.lock().unwrap() += outcome.lasted;
                    if !outcome.faults.is_empty() {
                        tell(seed, &outcome);
                        failed.lock().unwrap().push((seed, outcome));
                    }
                }
            });
        }
    });
    process::forget_template();
    let (runs, took) = (runs.into_inner(), began.elapsed());
    println!(
        "{runs} runs in {took:.1?}, {:.1} a second; {:.1} days on their own clock; {} contacts deleted, {} created",
        f64::from(u32::try_from(runs).unwrap_or(u32::MAX)) / took.as_secs_f64(),
        lasted.into_inner().unwrap().as_secs_f64() / 86_400.0,
        deleted.into_inner(),
        created.into_inner(),
    );
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{} of {runs} runs failed", failed.len());
}
