//! Random tests of the whole application ("storm"): users, portals and processes act at random, in one thread, on a
//! clock that moves only when all tasks wait. After each run the test compares the simulator's true state with the
//! application's data.
//!
//! `cargo test --test storm` runs a fixed set of seeds. Variables change this: `STORM_SEED=N` runs one seed and prints
//! its steps (`STORM_KEEP=0,4,9` keeps only these steps, `STORM_LOG=1` prints the log); `STORM_RUNS=N` runs this many
//! seeds beginning with `STORM_FROM`; `STORM_SECONDS=N` runs seeds for this time. The last two stop after
//! `STORM_FAILURES` (20) failures. For a failed seed the test searches for the steps that are needed to fail, and
//! prints them.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "the test prints its progress")]

mod check;
mod clock;
mod disk;
mod draw;
mod log;
mod plan;
mod process;
mod requests;
mod run;
mod settle;
mod shrink;
mod steps;
mod wire;
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use plan::Plan;
use run::{Outcome, run};

/// Number of seeds in an ordinary test run.
const USUAL: u64 = 90;

fn text(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the environment selects the runs")]
    std::env::var(name).ok()
}

fn number(name: &str) -> Option<u64> {
    text(name)?.parse().ok()
}

/// Prints the faults of a run, and the steps that are needed to cause them.
fn print_failure(seed: u64, outcome: &Outcome) {
    println!("seed {seed}: {:?}", outcome.faults);
    let plan = Plan::draw(seed);
    let kept = shrink::shrink(&plan);
    let places: Vec<String> = kept.iter().map(usize::to_string).collect();
    println!("needed: STORM_SEED={seed} STORM_KEEP={}: {:#?}", places.join(","), plan.keeping(&kept));
}

/// Runs one seed and prints its plan and outcome.
fn run_and_print(seed: u64) {
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
    process::remove_template();
    assert!(outcome.faults.is_empty());
}

#[test]
fn the_application_reports_the_truth_under_random_faults() {
    if let Some(seed) = number("STORM_SEED") {
        return run_and_print(seed);
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
                        print_failure(seed, &outcome);
                        failed.lock().unwrap().push((seed, outcome));
                    }
                }
            });
        }
    });
    process::remove_template();
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
