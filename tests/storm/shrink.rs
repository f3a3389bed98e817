//! Cutting a run that failed down to the steps that are needed for that.

use crate::plan::Plan;
use crate::run::run;

/// Runs that are spent on one failure.
const MOST_RUNS: usize = 120;

/// The places of the steps that are needed for the run to fail: none of them can be left out alone.
pub(crate) fn shrink(plan: &Plan) -> Vec<usize> {
    cut((0..plan.steps.len()).collect(), |kept| !run(&plan.keeping(kept)).faults.is_empty())
}

/// Leaves out ever smaller parts as long as `fails` says that it still does without them.
fn cut(mut kept: Vec<usize>, fails: impl Fn(&[usize]) -> bool) -> Vec<usize> {
    let (mut part, mut runs) = (kept.len().div_ceil(2), 0);
    while part > 0 {
        let (mut at, before) = (0, kept.len());
        while at < kept.len() && runs < MOST_RUNS {
            let rest = [&kept[..at], &kept[(at + part).min(kept.len())..]].concat();
            runs += 1;
            if fails(&rest) {
                kept = rest;
            } else {
                at += part;
            }
        }
        let was_cut = kept.len() < before;
        part = if part == 1 && was_cut && runs < MOST_RUNS { 1 } else { part / 2 };
    }
    kept
}

#[test]
fn only_what_is_needed_is_left() {
    let fails = |kept: &[usize]| [3, 11].iter().all(|needed| kept.contains(needed));
    assert_eq!(cut((0..14).collect(), fails), [3, 11]);
    assert_eq!(cut((0..14).collect(), |_| true), Vec::<usize>::new());
    assert_eq!(cut((0..3).collect(), |kept| kept.len() == 3), [0, 1, 2]);
}
