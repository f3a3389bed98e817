//! Reduces a failed run to the steps that are needed to fail.

use crate::plan::Plan;
use crate::run::run;

/// The most runs that may be spent on one failure.
const MOST_RUNS: usize = 120;

/// The positions of the steps that the run needs to fail. Some unneeded steps may be left if [`MOST_RUNS`] is too small.
pub(crate) fn shrink(plan: &Plan) -> Vec<usize> {
    cut((0..plan.steps.len()).collect(), |kept| !run(&plan.keeping(kept)).faults.is_empty())
}

/// Leaves out smaller and smaller parts as long as `fails` returns true without them.
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
fn only_needed_steps_are_left() {
    let fails = |kept: &[usize]| [3, 11].iter().all(|needed| kept.contains(needed));
    assert_eq!(cut((0..14).collect(), fails), [3, 11]);
    assert_eq!(cut((0..14).collect(), |_| true), Vec::<usize>::new());
    assert_eq!(cut((0..3).collect(), |kept| kept.len() == 3), [0, 1, 2]);
}
