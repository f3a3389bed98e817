//! Calls whose answer was lost: for how long the portal may still be at work on one, and when to look what it did.

use std::time::Duration;

use super::WorkError;
use super::failure_policy::wait_until;
use crate::domain::clock::UnixTime;
use crate::domain::job::{Item, LONGEST_REQUEST, Reason};

/// How long to look away after a look that did not find all; half of the time that has passed, within these.
const SHORTEST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(2);

/// Makes the job wait if the portal may still be at work on one of these.
pub(super) fn wait_for_lost_answers(open: &[&Item], now: UnixTime) -> Result<(), WorkError> {
    if open.is_empty() {
        Ok(())
    } else {
        Err(WorkError::Stopped(wait_until(Reason::AnswerLost, next_check(open, now))))
    }
}

/// When to look again: seldom, the longer nothing has come, and once more when nothing can come any more.
pub(super) fn next_check(open: &[&Item], now: UnixTime) -> UnixTime {
    let first = open.iter().filter_map(|item| item.asked_at).min().unwrap_or(now);
    let pause = (first.until(now) / 2).clamp(SHORTEST_PAUSE, LONGEST_PAUSE);
    let over = first.plus(LONGEST_REQUEST);
    let next = now.plus(pause);
    if over > now && over < next { over } else { next }
}
