//! Calls whose answer was lost: how long the portal may still be at work on them, and when to look up the contacts.

use std::time::Duration;

use super::WorkError;
use super::failure_policy::wait_until;
use crate::domain::clock::UnixTime;
use crate::domain::job::{Item, LONGEST_REQUEST, Reason};

/// The pause after a lookup that did not find all contacts: half of the time since the call, between these bounds.
const SHORTEST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(2);

/// Lets the job wait if the portal may still be at work on one of these contacts.
pub(super) fn wait_for_lost_answers(open: &[&Item], now: UnixTime) -> Result<(), WorkError> {
    if open.is_empty() {
        Ok(())
    } else {
        Err(WorkError::Stopped(wait_until(Reason::AnswerLost, next_check(open, now))))
    }
}

/// When to look up the contacts again. The pauses grow with time. One lookup comes just after the longest possible
/// request has ended.
pub(super) fn next_check(open: &[&Item], now: UnixTime) -> UnixTime {
    let first = open.iter().filter_map(|item| item.asked_at).min().unwrap_or(now);
    let pause = (first.until(now) / 2).clamp(SHORTEST_PAUSE, LONGEST_PAUSE);
    let over = first.plus(LONGEST_REQUEST);
    let next = now.plus(pause);
    if over > now && over < next { over } else { next }
}
